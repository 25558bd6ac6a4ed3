package io.homeostat.crds.release;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** How answers are sampled; a request cannot override what is set here. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Decoding(String temperature, String topP, Integer maxTokens, List<String> stop) {}
