package io.homeostat.crds.trafficplan;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;

/** The kind TrafficPlan; see {@link TrafficPlanSpec} and {@link TrafficPlanStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("trafficplans")
@ShortNames("tplan")
@Categories("homeostat")
public class TrafficPlan extends CustomResource<TrafficPlanSpec, TrafficPlanStatus> implements Namespaced {}
