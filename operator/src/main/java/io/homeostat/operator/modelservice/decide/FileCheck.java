package io.homeostat.operator.modelservice.decide;

/**
 * A question about files on a volume claim that only a Job can answer, since the operator mounts
 * nothing.
 *
 * @param uri folder, {@code pvc://<claim>/<path>}
 * @param version what tells two states of that folder apart: the model's revision, or the digest
 *     that an adapter is said to have; null when the spec says nothing
 */
public record FileCheck(Kind kind, String uri, String version) {
  /** What is asked. */
  public enum Kind {
    /** Digests of a base model's weights, tokenizer and chat template. */
    MODEL,
    /** Digest of an adapter. */
    ADAPTER
  }
}
