package io.homeostat.crds.finetunejob;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;

/** Ends a training that no longer gets better, and keeps its best state. */
@ApiType
public record EarlyStopping(
    @Default("\"0.1\"")
        @Decimal(min = 0.001, max = 0.5)
        @JsonPropertyDescription(
            "Share of the questions that is held out of the training and measured after each pass,"
                + " 0.001 to 0.5. Default 0.1.")
        String validationShare,
    @Default("2")
        @Min(1)
        @Max(100)
        @JsonPropertyDescription(
            "Passes without a better validation loss after which the training ends. Default 2.")
        Integer patience) {}
