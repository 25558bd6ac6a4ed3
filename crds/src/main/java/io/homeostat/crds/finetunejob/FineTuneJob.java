package io.homeostat.crds.finetunejob;

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

/** The kind FineTuneJob; see {@link FineTuneJobSpec} and {@link FineTuneJobStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("finetunejobs")
@ShortNames("ftjob")
@Categories("homeostat")
@JsonClassDescription("One training of a LoRA adapter.")
@AdditionalPrinterColumn(
    name = "Succeeded",
    jsonPath = ".status.conditions[?(@.type==\"Succeeded\")].status")
@AdditionalPrinterColumn(name = "Progress", jsonPath = ".status.progress")
@AdditionalPrinterColumn(name = "Loss", jsonPath = ".status.loss")
@AdditionalPrinterColumn(name = "Validation", jsonPath = ".status.figures.validationLoss")
@AdditionalPrinterColumn(
    name = "Tokens/s",
    jsonPath = ".status.figures.tokensPerSecond",
    type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Memory", jsonPath = ".status.figures.memory")
@AdditionalPrinterColumn(name = "ETA", jsonPath = ".status.etaSeconds", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(value = Patterns.SHORT_NAME_RULE, message = Patterns.SHORT_NAME_MESSAGE)
public class FineTuneJob extends CustomResource<FineTuneJobSpec, FineTuneJobStatus>
    implements Namespaced {}
