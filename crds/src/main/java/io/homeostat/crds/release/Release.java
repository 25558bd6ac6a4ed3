package io.homeostat.crds.release;

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

/** The kind Release; see {@link ReleaseSpec} and {@link ReleaseStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("releases")
@ShortNames("mrel")
@Categories("homeostat")
@JsonClassDescription(
    "One immutable combination of base model, adapter, prompt, decoding and engine, promoted and"
        + " rolled back as a whole. Made by the operator.")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Service", jsonPath = ".spec.modelServiceRef.name")
@AdditionalPrinterColumn(name = "Adapter", jsonPath = ".spec.tuple.adapter.name")
@AdditionalPrinterColumn(name = "Repair", jsonPath = ".spec.provenance.healingRun", priority = 1)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(value = Patterns.SHORT_NAME_RULE, message = Patterns.SHORT_NAME_MESSAGE)
public class Release extends CustomResource<ReleaseSpec, ReleaseStatus> implements Namespaced {}
