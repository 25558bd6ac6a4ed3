package io.homeostat.scorer.policy;

import io.homeostat.crds.common.KeyRef;
import java.util.Optional;

/** Reads keys that policies refer to. */
@FunctionalInterface
public interface Secrets {
  /** The value of a Secret's key; empty when there is none. */
  Optional<String> read(String namespace, KeyRef key);
}
