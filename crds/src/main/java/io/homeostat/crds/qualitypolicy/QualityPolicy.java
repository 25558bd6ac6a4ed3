package io.homeostat.crds.qualitypolicy;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;

/** The kind QualityPolicy; see {@link QualityPolicySpec} and {@link QualityPolicyStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("qualitypolicies")
@ShortNames("qpol")
@Categories("homeostat")
public class QualityPolicy extends CustomResource<QualityPolicySpec, QualityPolicyStatus> implements Namespaced {}
