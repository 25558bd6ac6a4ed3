package io.homeostat.crds.trafficplan;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.release.ReleaseSpec;
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
@ValidationRule(
    value =
        "self.routes.all(r, !has(r.pool) || (has(self.pools) && self.pools.exists(p, p.name =="
            + " r.pool)))",
    message = "spec.routes: name a pool of spec.pools in every route's pool")
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
    @Size(max = 4)
        @ListKey("name")
        @JsonPropertyDescription(
            "Where requests of the routes go, at most 4; routes without a pool go to every engine"
                + " pod of the service.")
        List<Pool> pools,
    @Required
        @Size(min = 1, max = 4)
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
        String acceptedSpecFingerprint,
    @JsonPropertyDescription(
            "From which release losses are added up, and what was promoted since. Default: stable.")
        Anchor anchor,
    @Size(max = 4)
        @ListKey("release")
        @JsonPropertyDescription(
            "Where the adapters of the routes came from, so that a Release that was deleted is made"
                + " again with its lineage.")
        List<Origin> origins) {
  public TrafficPlanSpec {
    origins = OrEmpty.list(origins);
    pools = OrEmpty.list(pools);
    routes = OrEmpty.list(routes);
    rejected = OrEmpty.list(rejected);
  }

  /** A plan that adds up no losses, without origins. */
  public TrafficPlanSpec(
      Ref modelServiceRef,
      Long revision,
      String stable,
      String salt,
      List<Pool> pools,
      List<Route> routes,
      List<Rejected> rejected,
      String acceptedSpecFingerprint) {
    this(
        modelServiceRef,
        revision,
        stable,
        salt,
        pools,
        routes,
        rejected,
        acceptedSpecFingerprint,
        null,
        List.of());
  }

  /** The same plan with other origins. */
  public TrafficPlanSpec withOrigins(List<Origin> others) {
    return new TrafficPlanSpec(
        modelServiceRef,
        revision,
        stable,
        salt,
        pools,
        routes,
        rejected,
        acceptedSpecFingerprint,
        anchor,
        others);
  }

  /** A plan whose routes all go to every engine pod of the service. */
  public TrafficPlanSpec(
      Ref modelServiceRef,
      Long revision,
      String stable,
      String salt,
      List<Route> routes,
      List<Rejected> rejected,
      String acceptedSpecFingerprint) {
    this(
        modelServiceRef,
        revision,
        stable,
        salt,
        List.of(),
        routes,
        rejected,
        acceptedSpecFingerprint);
  }

  /** Engines that serve one base model with one image and one set of arguments. */
  @ApiType
  @ValidationRule(
      value = "(self.type == 'Endpoint') == has(self.url)",
      message = "spec.pools: write url for type Endpoint, and only there")
  @ValidationRule(
      value = "self.type == 'Endpoint' || !has(self.caCertificate)",
      message = "spec.pools: write caCertificate for type Endpoint only")
  public record Pool(
      @Required
          @Size(min = 1, max = 63)
          @Pattern(Patterns.OBJECT_NAME)
          @JsonPropertyDescription("Name, which routes use.")
          String name,
      @Required
          @OneOf({"Pods", "Endpoint"})
          @JsonPropertyDescription(
              "Pods: the endpoints of Services with the labels homeostat.io/model-service (the"
                  + " service) and homeostat.io/pool (this name). Endpoint: the address in url.")
          String type,
      @Size(max = 512)
          @Pattern(Patterns.URL)
          @JsonPropertyDescription(
              "Base address of an OpenAI-compatible API, such as https://api.example.com/v1; of"
                  + " type Endpoint.")
          String url,
      @JsonPropertyDescription(
              "Secret key that holds the API key. Default: none for Endpoint, the service's own key"
                  + " for Pods.")
          KeyRef credentialsSecretRef,
      @Size(max = 16384)
          @JsonPropertyDescription(
              "Certificates (PEM) that the endpoint's certificate must lead to. Default: the public"
                  + " ones.")
          String caCertificate) {
    /** A pool that is not known by certificates of its own. */
    public Pool(String name, String type, String url, KeyRef credentialsSecretRef) {
      this(name, type, url, credentialsSecretRef, null);
    }
  }

  /** One release and its share. */
  @ApiType
  @ValidationRule(
      value = "(self.role == 'Shadow') == has(self.shadowPermille)",
      message = "spec.routes: write shadowPermille for the role Shadow, and only there")
  @ValidationRule(
      value = "self.role != 'Shadow' || self.weightPermille == 0",
      message =
          "spec.routes: write weightPermille 0 for the role Shadow; clients never see its answers")
  public record Route(
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Name of the Release.")
          String release,
      @Required
          @OneOf({"Stable", "Candidate", "Holdback", "Shadow"})
          @JsonPropertyDescription(
              "Stable, Candidate, Holdback: the old stable during a bake, or Shadow: gets prompts,"
                  + " and its answers reach no client.")
          String role,
      @Required @Min(0) @Max(1000) @JsonPropertyDescription("Share of the sessions in permille.")
          Integer weightPermille,
      @Min(1)
          @Max(1000)
          @JsonPropertyDescription(
              "Share of the requests whose prompt also goes here, 1 to 1000 permille; of the role"
                  + " Shadow.")
          Integer shadowPermille,
      @Size(min = 1, max = 63)
          @JsonPropertyDescription(
              "Pool that serves the release. Default: every engine pod of the service.")
          String pool,
      @Required
          @Size(min = 1, max = 128)
          @JsonPropertyDescription("Name under which the engine serves the release.")
          String servedModel,
      @Required
          @JsonPropertyDescription("What the release is, so that a gateway needs no other object.")
          ReleaseTuple tuple) {

    /** A route to every engine pod of the service. */
    public Route(
        String release,
        String role,
        Integer weightPermille,
        String servedModel,
        ReleaseTuple tuple) {
      this(release, role, weightPermille, null, null, servedModel, tuple);
    }
  }

  /** The provenance of one release in traffic. */
  @ApiType
  public record Origin(
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Name of the Release.")
          String release,
      @Required @JsonPropertyDescription("Where its adapter came from.")
          ReleaseSpec.Provenance provenance) {}

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

  /** The release that the service must not fall behind, and the promotions since. */
  @ApiType
  public record Anchor(
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Name of the Release.")
          String release,
      @Size(max = 20)
          @JsonPropertyDescription(
              "Promotions since, oldest first; beyond 20 the two oldest become one.")
          List<Promotion> promotions) {
    public Anchor {
      promotions = OrEmpty.list(promotions);
    }
  }

  /** One promotion and what its canary has measured. */
  @ApiType
  public record Promotion(
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Release that became stable.")
          String release,
      @Size(max = 64)
          @ListKey("name")
          @JsonPropertyDescription("Difference to the stable release before, per comparison.")
          List<Difference> differences) {
    public Promotion {
      differences = OrEmpty.list(differences);
    }
  }

  /** What one comparison has measured. */
  @ApiType
  public record Difference(
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("Name of the comparison.")
          String name,
      @Required
          @Size(max = 20)
          @Pattern(Decimal.PATTERN)
          @JsonPropertyDescription("Candidate minus stable.")
          String difference,
      @Required
          @Size(max = 20)
          @Pattern(Decimal.PATTERN)
          @JsonPropertyDescription("Half the width of its interval.")
          String uncertainty) {}
}
