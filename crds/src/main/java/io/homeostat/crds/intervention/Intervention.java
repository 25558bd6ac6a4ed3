package io.homeostat.crds.intervention;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;

/** The kind Intervention; see {@link InterventionSpec} and {@link InterventionStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("interventions")
@ShortNames("intv")
@Categories("homeostat")
public class Intervention extends CustomResource<InterventionSpec, InterventionStatus> implements Namespaced {}
