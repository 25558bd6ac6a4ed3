package io.homeostat.operator.healing.decide;

/** The objects that a repair makes, in this order. */
public enum RunChild {
  DATASET,
  FINE_TUNE_JOB,
  ADAPTER_MERGE,
  RELEASE,
  EVALUATION,
  CANARY_RELEASE
}
