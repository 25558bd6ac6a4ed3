package io.homeostat.crds.finetunejob;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.healingpolicy.HealingRecipe;

/** One training of an adapter; immutable. */
@ApiType
@ValidationRule(
    value = Patterns.IMMUTABLE,
    message = "spec: a training never changes; create another FineTuneJob")
public record FineTuneJobSpec(
    @Required @JsonPropertyDescription("ModelService whose base model is adapted.")
        Ref modelServiceRef,
    @Required @JsonPropertyDescription("Dataset to train on.") Ref datasetRef,
    @Default("LoRA")
        @OneOf("LoRA")
        @JsonPropertyDescription("How it is trained: LoRA. Default LoRA.")
        String method,
    @Default("{}") @JsonPropertyDescription("Shape of the adapter.") HealingRecipe.Lora lora,
    @Default("{}") @JsonPropertyDescription("Course of the training.")
        HealingRecipe.Training training,
    @JsonPropertyDescription("CPU, memory and devices of the training pod.") Resources resources) {}
