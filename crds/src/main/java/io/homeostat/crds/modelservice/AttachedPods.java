package io.homeostat.crds.modelservice;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.common.OrEmpty;
import java.util.Map;

/** Engine pods that somebody else makes, for instance KServe. */
@ApiType
@ValidationRule(
    value = "self.selector.size() > 0",
    message = "spec.engine.attached.selector: write at least one label, else every pod is meant")
public record AttachedPods(
    @Required
        @Size(max = 8)
        @JsonPropertyDescription(
            "Labels that the pods have and no other pods of the namespace, at most 8.")
        Map<String, @Size(max = 63) String> selector,
    @Default("8000")
        @Min(1)
        @Max(65535)
        @JsonPropertyDescription("Port of the engine's API in the pods. Default 8000.")
        Integer port,
    @Default("base")
        @Size(min = 1, max = 128)
        @JsonPropertyDescription(
            "Name under which the pods serve the base model (--served-model-name). Default base.")
        String servedModel,
    @Default("/adapters")
        @Size(min = 1, max = 256)
        @Pattern("^(/[-_A-Za-z0-9][-._A-Za-z0-9]*)+$")
        @JsonPropertyDescription(
            "Folder at which the pods see the folder adapters/ of spec.artifacts. Default"
                + " /adapters.")
        String adapterPath,
    @JsonPropertyDescription(
            "Secret key that holds the pods' API key. Default: the service's own key, which pods"
                + " may take from the key `key` of Secret <name>-engine-key.")
        KeyRef apiKeySecretRef) {
  public AttachedPods {
    selector = OrEmpty.map(selector);
  }
}
