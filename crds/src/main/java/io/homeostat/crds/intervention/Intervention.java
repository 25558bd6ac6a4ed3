package io.homeostat.crds.intervention;

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

/** The kind Intervention; see {@link InterventionSpec} and {@link InterventionStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("interventions")
@ShortNames("intv")
@Categories("homeostat")
@JsonClassDescription("What a person orders: carried out once and kept as a record.")
@AdditionalPrinterColumn(
    name = "Succeeded",
    jsonPath = ".status.conditions[?(@.type==\"Succeeded\")].status")
@AdditionalPrinterColumn(name = "Action", jsonPath = ".spec.action")
@AdditionalPrinterColumn(name = "Target", jsonPath = ".spec.targetRef.name")
@AdditionalPrinterColumn(name = "By", jsonPath = ".spec.requestedBy")
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(value = Patterns.SHORT_NAME_RULE, message = Patterns.SHORT_NAME_MESSAGE)
public class Intervention extends CustomResource<InterventionSpec, InterventionStatus>
    implements Namespaced {}
