package io.homeostat.crds.finetunejob;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.common.Scheduling;
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
        @OneOf({"LoRA", "QLoRA"})
        @JsonPropertyDescription(
            "LoRA: on the base's weights as they are. QLoRA: on weights of 4 bits, for devices of"
                + " little memory. Default LoRA.")
        String method,
    @Default("{}") @JsonPropertyDescription("Shape of the adapter.") HealingRecipe.Lora lora,
    @Default("{}") @JsonPropertyDescription("Course of the training.")
        HealingRecipe.Training training,
    @JsonPropertyDescription(
            "CPU, memory and devices of the training pod; with a limit of several GPUs (such as"
                + " nvidia.com/gpu: 4) it trains on all of them.")
        Resources resources,
    @Size(min = 1, max = 63)
        @Pattern(Patterns.OBJECT_NAME)
        @JsonPropertyDescription(
            "Kueue LocalQueue that the training waits in. Default: it starts at once.")
        String queue,
    @JsonPropertyDescription("Where the training may run.") Scheduling scheduling,
    @Min(60)
        @Max(2592000)
        @JsonPropertyDescription(
            "Seconds that an attempt may run, 60 to 2592000; waiting in a queue does not count."
                + " Default: no limit.")
        Integer deadlineSeconds,
    @JsonPropertyDescription("Where the training is recorded. Default: in its status alone.")
        Tracking tracking,
    @Default("Remove")
        @OneOf({"Remove", "Keep"})
        @JsonPropertyDescription(
            "What becomes of the adapter's files when this object is deleted and nothing names"
                + " them any more. Default Remove.")
        String onDelete) {}
