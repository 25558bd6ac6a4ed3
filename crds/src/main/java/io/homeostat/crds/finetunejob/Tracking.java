package io.homeostat.crds.finetunejob;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Ref;

/** Where a training is recorded beside its status. */
@ApiType
public record Tracking(
    @Required
        @JsonPropertyDescription(
            "Secret of this namespace whose keys become environment variables of the training:"
                + " MLFLOW_TRACKING_URI switches MLflow on, TENSORBOARD_LOGGING_DIR (a folder under"
                + " /artifacts/tensorboard) switches TensorBoard on; every other variable that"
                + " MLflow's client reads works, too, such as MLFLOW_TRACKING_TOKEN and"
                + " MLFLOW_EXPERIMENT_NAME.")
        Ref secretRef,
    @Size(min = 1, max = 128)
        @Pattern("^[A-Za-z0-9]([-._A-Za-z0-9]*[A-Za-z0-9])?$")
        @JsonPropertyDescription(
            "Registered model that the adapter becomes a version of; its alias `stable` follows the"
                + " release that serves. Default `<namespace>.<modelService>`.")
        String registeredModel) {}
