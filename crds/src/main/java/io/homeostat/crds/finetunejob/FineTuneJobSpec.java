package io.homeostat.crds.finetunejob;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.common.Resources;
import io.homeostat.crds.healingpolicy.HealingRecipe;

/** One training of an adapter; immutable. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FineTuneJobSpec(
    Ref modelServiceRef, Ref datasetRef, String method, HealingRecipe.Lora lora, HealingRecipe.Training training, Resources resources) {}
