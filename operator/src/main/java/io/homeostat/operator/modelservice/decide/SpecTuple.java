package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseInput;
import io.homeostat.crds.release.ReleaseTuple;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;

/**
 * The release-relevant part of a ModelService's spec, resolved. What the operator adds by itself
 * (ports, LoRA limits, keys) is no part of it, so that an operator upgrade never makes a release.
 *
 * @param tuple what the spec asks for; an adapter only where it is pinned, digests of the model
 *     only where they are known
 * @param keepsAdapter whether a release made from it takes over stable's adapter
 */
public record SpecTuple(ReleaseTuple tuple, boolean keepsAdapter) {
  /** Name under which every engine of the operator serves its base model. */
  public static final String BASE = "base";

  private static final String MANAGED = "Managed";
  private static final String PINNED = "Pinned";

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
            pinned(spec.adapter()),
            prompt.isEmpty()
                ? null
                : new ReleaseTuple.PromptText(prompt, CanonicalJson.sha256(prompt)),
            spec.decoding(),
            spec.inputs().stream().sorted(Comparator.comparing(ReleaseInput::name)).toList(),
            EngineTuple.engine(spec, stable, defaultImage));
    return new SpecTuple(tuple, managesAdapter(spec));
  }

  /** The same on pods of one template. */
  public SpecTuple onPods(String hash) {
    return new SpecTuple(tuple.onPods(hash), keepsAdapter);
  }

  /** Whether the operator may exchange a service's adapter by itself. */
  public static boolean managesAdapter(ModelServiceSpec spec) {
    return spec.adapter() == null
        || spec.adapter().mode() == null
        || MANAGED.equals(spec.adapter().mode());
  }

  /** Whether a spec names the adapter that is to serve. */
  public static boolean pinsAdapter(ModelServiceSpec spec) {
    return spec.adapter() != null && PINNED.equals(spec.adapter().mode());
  }

  /** Digest of what the user asks for; it changes exactly when the release-relevant spec does. */
  public String fingerprint() {
    return CanonicalJson.digest(
        Map.of("tuple", tuple.withDigests(null), "keepsAdapter", keepsAdapter));
  }

  /**
   * What a release made from this spec would be while another is stable. An adapter belongs to the
   * base that it was trained on, so that a new base begins without one.
   */
  public ReleaseTuple candidate(ReleaseTuple stable) {
    boolean keeps = keepsAdapter && stable != null && Objects.equals(tuple.model(), stable.model());
    return keeps ? tuple.withAdapter(stable.adapter()) : tuple;
  }

  /** Whether a release is what the spec asks for, whatever its adapter unless that is pinned. */
  public boolean matches(ReleaseTuple release) {
    ReleaseTuple.Adapter asked = tuple.adapter() == null ? null : release.adapter();
    return ReleaseFingerprint.of(tuple.withDigests(null))
        .equals(ReleaseFingerprint.of(release.withDigests(null).withAdapter(asked)));
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

  /** A pinned adapter; its folder is the name under which engines serve it. */
  private static ReleaseTuple.Adapter pinned(ModelServiceSpec.Adapter adapter) {
    return adapter == null || !PINNED.equals(adapter.mode())
        ? null
        : new ReleaseTuple.Adapter(
            adapter.uri().substring(adapter.uri().lastIndexOf('/') + 1),
            adapter.uri(),
            adapter.digest());
  }
}
