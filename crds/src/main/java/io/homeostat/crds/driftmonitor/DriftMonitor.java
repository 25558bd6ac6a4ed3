package io.homeostat.crds.driftmonitor;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;

/** The kind DriftMonitor; see {@link DriftMonitorSpec} and {@link DriftMonitorStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("driftmonitors")
@ShortNames("dmon")
@Categories("homeostat")
public class DriftMonitor extends CustomResource<DriftMonitorSpec, DriftMonitorStatus> implements Namespaced {}
