package io.homeostat.crds.judge;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;
import io.homeostat.crds.common.Patterns;

/** The kind Judge; see {@link JudgeSpec} and {@link JudgeStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("judges")
@Categories("homeostat")
@JsonClassDescription(
    "A pinned LLM judge, checked against people's labels before its scores decide anything.")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Calibrated",
    jsonPath = ".status.conditions[?(@.type==\"Calibrated\")].status")
@AdditionalPrinterColumn(
    name = "Drifted",
    jsonPath = ".status.conditions[?(@.type==\"Drifted\")].status")
@AdditionalPrinterColumn(name = "Kappa", jsonPath = ".status.kappa")
@AdditionalPrinterColumn(name = "Bias", jsonPath = ".status.bias")
@AdditionalPrinterColumn(name = "Items", jsonPath = ".status.items", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(value = Patterns.NAME_RULE, message = Patterns.NAME_MESSAGE)
public class Judge extends CustomResource<JudgeSpec, JudgeStatus> implements Namespaced {}
