package io.homeostat.operator.scoring.decide;

import java.util.Arrays;

/** Why a condition of a QualityPolicy or Judge has its status. */
public enum ScoringReason {
  /** {@code spec.modelServiceRef} names nothing. */
  ModelServiceNotFound,
  /** {@code spec.scorers.judge.ref} names nothing. */
  JudgeNotFound,
  /** No pod of the scorer is ready. */
  ScorerNotAvailable,
  /** The scorer has not read this version of the policy. */
  PolicyNotTaken,
  /** Every declared invariant can be checked. */
  InvariantsUsable,
  /** A declared invariant cannot be checked. */
  InvariantNotUsable,
  /** Interactions are scored. */
  Scoring,
  /** {@code spec.calibration.itemsConfigMapRef} names nothing. */
  ItemsNotFound,
  /** The scorer could not use the labelled items or the credentials. */
  ItemsNotUsable,
  /** The scorer has what it needs to ask the judge. */
  Complete,
  /** The scorer has not compared the judge with its labelled items yet. */
  NotCalibratedYet,
  /** The latest comparison is much older than {@code spec.calibration.repeatSeconds}. */
  CalibrationStale,
  /** The judge agrees with the labels. */
  Calibrated,
  /** Too few items could be compared. */
  TooFewItems,
  /** All labels are equal, so that agreement cannot be measured. */
  LabelsAllEqual,
  /** The judge agrees with the labels too little. */
  AgreementTooLow,
  /** The judge is too generous or too strict on the whole. */
  Biased,
  /** The judge grows kinder, or harsher, with the length of an answer. */
  LengthBiased,
  /** There are no scores of the labelled items to compare with the first. */
  NotCompared,
  /** These are the first scores of the labelled items. */
  FirstCalibration,
  /** The labelled items are scored as at first. */
  ScoresUnchanged,
  /** The labelled items are scored otherwise than at first. */
  ScoresChanged,
  /** No QualityPolicy names the judge. */
  NothingJudged,
  /** A name does not tell the family of its model. */
  FamilyNotKnown,
  /** Judge and judged models are of different families. */
  OtherFamily,
  /** Judge and a judged model are of one family. */
  SameFamily,
  /** The judge answered no question. */
  JudgeUnavailable,
  /** The scorer found the judge wanting for a reason that this version does not know. */
  NotCalibrated;

  /** The constant of a reason that the scorer gave. */
  static ScoringReason of(String reason) {
    return Arrays.stream(values())
        .filter(known -> known.name().equals(reason))
        .findFirst()
        .orElse(NotCalibrated);
  }
}
