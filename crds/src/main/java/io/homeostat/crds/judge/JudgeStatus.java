package io.homeostat.crds.judge;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;

/** Observed state of a Judge. Conditions Ready, Calibrated. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JudgeStatus(
    Long observedGeneration, List<Condition> conditions, String digest, String kappa, String kappaLower, String bias,
    Integer items, Integer unscored) {}
