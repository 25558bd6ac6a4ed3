package io.homeostat.crds.trafficplan;

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

/** The kind TrafficPlan; see {@link TrafficPlanSpec} and {@link TrafficPlanStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("trafficplans")
@ShortNames("tplan")
@Categories("homeostat")
@JsonClassDescription(
    "How the sessions of a ModelService are split between releases. Written by the operator, read"
        + " by every gateway.")
@AdditionalPrinterColumn(
    name = "Applied",
    jsonPath = ".status.conditions[?(@.type==\"TrafficApplied\")].status")
@AdditionalPrinterColumn(name = "Stable", jsonPath = ".spec.stable")
@AdditionalPrinterColumn(
    name = "Candidate",
    jsonPath = ".spec.routes[?(@.role==\"Candidate\")].release")
@AdditionalPrinterColumn(
    name = "Permille",
    jsonPath = ".spec.routes[?(@.role==\"Candidate\")].weightPermille",
    type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Revision", jsonPath = ".spec.revision", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(value = Patterns.SHORT_NAME_RULE, message = Patterns.SHORT_NAME_MESSAGE)
public class TrafficPlan extends CustomResource<TrafficPlanSpec, TrafficPlanStatus>
    implements Namespaced {}
