package io.homeostat.crds.healingpolicy;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;

/** The kind HealingPolicy; see {@link HealingPolicySpec} and {@link HealingPolicyStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("healingpolicies")
@ShortNames("hpol")
@Categories("homeostat")
public class HealingPolicy extends CustomResource<HealingPolicySpec, HealingPolicyStatus> implements Namespaced {}
