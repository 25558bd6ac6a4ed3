package io.homeostat.crds.common;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.util.Map;

/** CPU and memory of a container, as Kubernetes quantities. */
@ApiType
public record Resources(
    @Size(max = 16)
        @JsonPropertyDescription("What the scheduler sets aside, such as cpu: 500m, memory: 1Gi.")
        Map<String, @Size(max = 32) @Pattern(Patterns.QUANTITY) String> requests,
    @Size(max = 16) @JsonPropertyDescription("What the container may not exceed.")
        Map<String, @Size(max = 32) @Pattern(Patterns.QUANTITY) String> limits) {
  public Resources {
    requests = OrEmpty.map(requests);
    limits = OrEmpty.map(limits);
  }
}
