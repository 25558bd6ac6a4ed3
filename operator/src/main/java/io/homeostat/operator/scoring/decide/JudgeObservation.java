package io.homeostat.operator.scoring.decide;

import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.crds.judge.JudgeStatus;
import io.homeostat.events.JudgeVerdict;

/**
 * Everything that the status of a Judge is made from.
 *
 * @param uid UID of the Judge; a verdict for another is none
 * @param itemsFound whether the ConfigMap has the labelled items
 * @param verdict the scorer's latest word; null when there is none
 * @param before the status as it stands; null when there is none
 */
public record JudgeObservation(
    String uid,
    Long generation,
    JudgeSpec spec,
    boolean itemsFound,
    JudgeVerdict verdict,
    JudgeStatus before) {}
