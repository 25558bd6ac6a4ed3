package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseTuple;
import java.util.Map;
import java.util.Objects;

/**
 * The release-relevant part of a ModelService's spec, resolved. What the operator adds by itself
 * (ports, LoRA limits, keys) is no part of it, so that an operator upgrade never makes a release.
 *
 * @param tuple what the spec asks for, without an adapter
 * @param keepsAdapter whether a release made from it takes over stable's adapter
 */
public record SpecTuple(ReleaseTuple tuple, boolean keepsAdapter) {
  /** Name under which every engine of the operator serves its base model. */
  public static final String BASE = "base";

  private static final String NO_ADAPTER = "None";

  /**
   * Resolves a spec.
   *
   * @param prompt text of the system prompt; empty for none
   * @param stable tuple of the stable release, whose engine image stays where the spec names none;
   *     null before the first
   * @param defaultImage the chart's engine image
   */
  public static SpecTuple of(
      ModelServiceSpec spec, String prompt, ReleaseTuple stable, String defaultImage) {
    ReleaseTuple tuple =
        new ReleaseTuple(
            ReleaseFingerprint.VERSION,
            EngineTuple.model(spec),
            null,
            prompt.isEmpty()
                ? null
                : new ReleaseTuple.PromptText(prompt, CanonicalJson.sha256(prompt)),
            spec.decoding(),
            EngineTuple.engine(spec, stable, defaultImage));
    return new SpecTuple(
        tuple, spec.adapter() == null || !NO_ADAPTER.equals(spec.adapter().mode()));
  }

  /** Digest of what the user asks for; it changes exactly when the release-relevant spec does. */
  public String fingerprint() {
    return CanonicalJson.digest(Map.of("tuple", tuple, "keepsAdapter", keepsAdapter));
  }

  /**
   * What a release made from this spec would be while another is stable. An adapter belongs to the
   * base that it was trained on, so that a new base begins without one.
   */
  public ReleaseTuple candidate(ReleaseTuple stable) {
    boolean keeps = keepsAdapter && stable != null && Objects.equals(tuple.model(), stable.model());
    return keeps ? with(tuple, stable.adapter()) : tuple;
  }

  /** Whether a release is what the spec asks for, whatever its adapter. */
  public boolean matches(ReleaseTuple release) {
    return ReleaseFingerprint.of(tuple).equals(ReleaseFingerprint.of(with(release, null)));
  }

  /** Whether two releases can be served by the same engine pods. */
  public static boolean samePool(ReleaseTuple one, ReleaseTuple other) {
    return poolDigest(one).equals(poolDigest(other));
  }

  /** SHA-256 of what the engine pods of a release run: base model, image and arguments. */
  public static String poolDigest(ReleaseTuple tuple) {
    return CanonicalJson.digest(pool(tuple));
  }

  /** Name under which the engine serves a release. */
  public static String servedModel(ReleaseTuple tuple) {
    if (tuple.adapter() != null) {
      return tuple.adapter().name();
    }
    return tuple.engine() == null
        ? BASE
        : Objects.requireNonNullElse(tuple.engine().servedModel(), BASE);
  }

  private static ReleaseTuple pool(ReleaseTuple tuple) {
    return new ReleaseTuple(tuple.version(), tuple.model(), null, null, null, tuple.engine());
  }

  private static ReleaseTuple with(ReleaseTuple tuple, ReleaseTuple.Adapter adapter) {
    return new ReleaseTuple(
        tuple.version(), tuple.model(), adapter, tuple.prompt(), tuple.decoding(), tuple.engine());
  }
}
