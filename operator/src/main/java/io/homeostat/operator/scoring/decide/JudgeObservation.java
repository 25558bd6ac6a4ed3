package io.homeostat.operator.scoring.decide;

import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.crds.judge.JudgeStatus;
import io.homeostat.events.JudgeVerdict;
import java.util.List;
import java.util.Map;

/**
 * Everything that the status of a Judge is made from.
 *
 * @param uid UID of the Judge; a verdict for another is none
 * @param itemsFound whether the ConfigMap has the labelled items
 * @param judged ModelService whose policy names the judge → what its model is called
 * @param verdict the scorer's latest word; null when there is none
 * @param before the status as it stands; null when there is none
 */
public record JudgeObservation(
    String uid,
    Long generation,
    JudgeSpec spec,
    boolean itemsFound,
    Map<String, List<String>> judged,
    JudgeVerdict verdict,
    JudgeStatus before) {}
