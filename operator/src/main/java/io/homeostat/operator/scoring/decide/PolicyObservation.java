package io.homeostat.operator.scoring.decide;

import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.crds.qualitypolicy.QualityPolicyStatus;
import io.homeostat.events.PolicyVerdict;

/**
 * Everything that the status of a QualityPolicy is made from.
 *
 * @param serviceFound whether {@code spec.modelServiceRef} names a ModelService
 * @param judgeFound whether {@code spec.scorers.judge.ref} names a Judge; true when the policy
 *     names none
 * @param scorer name of the Deployment that scores for it
 * @param scorerAvailable whether a pod of the scorer is ready
 * @param scorerSet digest of the parts that the monitor's streams are made of; null when not known
 * @param found what the scorer found in this generation of the spec; null while it said nothing
 * @param before the status as it stands; null when there is none
 */
public record PolicyObservation(
    Long generation,
    QualityPolicySpec spec,
    boolean serviceFound,
    boolean judgeFound,
    String scorer,
    boolean scorerAvailable,
    String scorerSet,
    PolicyVerdict found,
    QualityPolicyStatus before) {}
