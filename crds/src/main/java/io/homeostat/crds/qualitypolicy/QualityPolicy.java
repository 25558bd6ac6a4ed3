package io.homeostat.crds.qualitypolicy;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;
import io.homeostat.crds.common.Patterns;

/** The kind QualityPolicy; see {@link QualityPolicySpec} and {@link QualityPolicyStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("qualitypolicies")
@ShortNames("qpol")
@Categories("homeostat")
@JsonClassDescription("How answers of a ModelService are scored.")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Service", jsonPath = ".spec.modelServiceRef.name")
@AdditionalPrinterColumn(name = "Judge", jsonPath = ".spec.scorers.judge.ref.name")
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(value = Patterns.NAME_RULE, message = Patterns.NAME_MESSAGE)
public class QualityPolicy extends CustomResource<QualityPolicySpec, QualityPolicyStatus>
    implements Namespaced {}
