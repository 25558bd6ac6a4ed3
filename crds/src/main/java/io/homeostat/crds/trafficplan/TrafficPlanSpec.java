package io.homeostat.crds.trafficplan;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.release.ReleaseTuple;
import java.util.List;

/** The split that every gateway serves; written by the ModelService reconciler alone. */
@ApiType
@ValidationRule(
    value = "self.routes.map(r, r.weightPermille).sum() == 1000",
    message = "spec.routes: the weights of all routes together must be 1000 permille")
@ValidationRule(
    value = "self.routes.exists(r, r.role == 'Stable' && r.release == self.stable)",
    message = "spec.stable: name the release of the Stable route")
public record TrafficPlanSpec(
    @Required @JsonPropertyDescription("ModelService whose traffic this splits.")
        Ref modelServiceRef,
    @Required
        @Min(1)
        @JsonPropertyDescription("Counts the changes; gateways report the one that they serve.")
        Long revision,
    @Required
        @Size(min = 1, max = 63)
        @JsonPropertyDescription("Release that serves what no other route takes.")
        String stable,
    @Size(max = 64)
        @JsonPropertyDescription("Part of the hash that places sessions; the UID of the canary.")
        String salt,
    @Required
        @Size(min = 1, max = 3)
        @ListKey("role")
        @JsonPropertyDescription("The releases and their shares.")
        List<Route> routes,
    @Size(max = 10)
        @ListKey("fingerprint")
        @JsonPropertyDescription("Releases that are not tried again.")
        List<Rejected> rejected,
    @Size(max = 64)
        @Pattern(Patterns.DIGEST)
        @JsonPropertyDescription(
            "Release-relevant spec of the ModelService that was last acted on, as a digest.")
        String acceptedSpecFingerprint) {
  public TrafficPlanSpec {
    routes = OrEmpty.list(routes);
    rejected = OrEmpty.list(rejected);
  }

  /** One release and its share. */
  @ApiType
  public record Route(
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Name of the Release.")
          String release,
      @Required
          @OneOf({"Stable", "Candidate", "Holdback"})
          @JsonPropertyDescription("Stable, Candidate, or Holdback: the old stable during a bake.")
          String role,
      @Required @Min(0) @Max(1000) @JsonPropertyDescription("Share of the sessions in permille.")
          Integer weightPermille,
      @Required
          @Size(min = 1, max = 128)
          @JsonPropertyDescription("Name under which the engine serves the release.")
          String servedModel,
      @Required
          @JsonPropertyDescription("What the release is, so that a gateway needs no other object.")
          ReleaseTuple tuple) {}

  /**
   * A fingerprint that is not tried again until the release-relevant spec changes or somebody says
   * Retry.
   */
  @ApiType
  public record Rejected(
      @Required
          @Size(max = 64)
          @Pattern(Patterns.DIGEST)
          @JsonPropertyDescription("Fingerprint of the release.")
          String fingerprint,
      @Size(max = 63) @JsonPropertyDescription("Name of the Release.") String release,
      @Size(max = 1024) @JsonPropertyDescription("Why it was refused.") String reason) {}
}
