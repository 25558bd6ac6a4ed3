package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.release.ReleaseTuple.ModelDigests;

/** What is known of a {@link FileCheck}. */
public sealed interface Finding {
  /** A Job is on its way. */
  record Pending(String message) implements Finding {}

  /** The Job has read the files; tokenizer and chat template are null where there are none. */
  record Found(ModelDigests digests) implements Finding {}

  /** The files could not be read. */
  record Failed(String message) implements Finding {}
}
