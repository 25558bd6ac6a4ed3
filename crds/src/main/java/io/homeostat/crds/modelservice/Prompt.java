package io.homeostat.crds.modelservice;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.crds.common.KeyRef;

/** The system prompt, inline or in a ConfigMap; exactly one. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Prompt(String inline, KeyRef configMapRef) {}
