package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Agreement of a Judge with its labelled items, published by the scorer after each calibration.
 *
 * @param judgeDigest digest of endpoint, model and rubric
 * @param calibrated whether kappaLower and |bias| meet what the Judge asks for
 * @param kappa quadratic-weighted kappa; null when no item could be scored
 * @param kappaLower its lower 95 % bound
 * @param bias mean of judge − label on the [0,1] scale
 * @param message why it is not calibrated, or the figures
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record JudgeVerdict(
    int schemaVersion,
    String subject,
    String subjectUid,
    String service,
    long asOfMillis,
    String judgeDigest,
    boolean calibrated,
    Double kappa,
    Double kappaLower,
    Double bias,
    int items,
    int unscored,
    String reason,
    String message)
    implements Verdict {}
