package io.homeostat.crds.healingrun;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;

/** The kind HealingRun; see {@link HealingRunSpec} and {@link HealingRunStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("healingruns")
@ShortNames("hrun")
@Categories("homeostat")
public class HealingRun extends CustomResource<HealingRunSpec, HealingRunStatus> implements Namespaced {}
