package io.homeostat.operator.modelservice.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Pool;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutePoolsTest {
  private static final ModelServiceSpec HOSTED = endpoint("https://a.example/v1", "keys-a");
  private static final ModelServiceSpec OTHER = endpoint("https://b.example/v1", "keys-b");

  private static ModelServiceSpec endpoint(String url, String secret) {
    return spec(
        "engine: {type: OpenAICompatible, endpoint: {url: '%s', model: big, credentialsSecretRef: {name: %s, key: token}, caCertificate: PEM}}"
            .formatted(url, secret));
  }

  private static ModelServiceSpec spec(String yaml) {
    return Serialization.unmarshal("---\n" + yaml, ModelServiceSpec.class);
  }

  private static ReleaseTuple tuple(ModelServiceSpec spec) {
    return SpecTuple.of(spec, "prompt", null, "vllm:1").tuple();
  }

  private static Route route(ModelServiceSpec spec, String pool) {
    ReleaseTuple tuple = tuple(spec);
    return new Route(
        "support-" + pool, "Stable", 1000, null, pool, SpecTuple.servedModel(tuple), tuple);
  }

  private static TrafficPlanSpec plan(List<Route> routes, List<Pool> pools) {
    return new TrafficPlanSpec(
        new Ref("support"), 1L, routes.getFirst().release(), null, pools, routes, List.of(), null);
  }

  @Test
  void anEndpointIsServedByItsAddressWithItsModelName() {
    Route route = route(HOSTED, "engine");

    assertThat(route.servedModel()).isEqualTo("big");
    assertThat(RoutePools.of(List.of(route), HOSTED, null))
        .containsExactly(
            new Pool(
                "engine",
                "Endpoint",
                "https://a.example/v1",
                new KeyRef("keys-a", "token"),
                "PEM"));
  }

  @Test
  void aKeyIsNeverSentToAnotherAddress() {
    List<Route> before = List.of(route(HOSTED, "engine"));
    TrafficPlanSpec plan = plan(before, RoutePools.of(before, HOSTED, null));

    List<Pool> pools = RoutePools.of(List.of(before.getFirst(), route(OTHER, "next")), OTHER, plan);

    assertThat(pools)
        .extracting(Pool::url, pool -> pool.credentialsSecretRef().name())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("https://a.example/v1", "keys-a"),
            org.assertj.core.groups.Tuple.tuple("https://b.example/v1", "keys-b"));
    assertThat(RoutePools.of(before, OTHER, null).getFirst().credentialsSecretRef())
        .as("when nothing tells the key of an address, none is sent")
        .isNull();
  }

  @Test
  void anotherSecretOfTheSameEndpointIsNoRelease() {
    assertThat(tuple(endpoint("https://a.example/v1", "rotated"))).isEqualTo(tuple(HOSTED));
    assertThat(tuple(OTHER)).isNotEqualTo(tuple(HOSTED));
    assertThat(SpecTuple.samePool(tuple(OTHER), tuple(HOSTED))).isFalse();
  }

  @Test
  void podsOfOthersMayHaveAKeyOfTheirOwn() {
    ModelServiceSpec attached =
        spec(
            """
            model: {uri: pvc://models/base}
            engine: {type: Attached, attached: {selector: {app: llm}, servedModel: llama, apiKeySecretRef: {name: keys, key: llm}}}
            """);
    Route route = route(attached, "engine");

    assertThat(route.servedModel()).isEqualTo("llama");
    assertThat(RoutePools.of(List.of(route), attached, null))
        .containsExactly(new Pool("engine", "Pods", null, new KeyRef("keys", "llm"), null));
  }

  @Test
  void ownPodsHaveTheServicesKey() {
    ModelServiceSpec own = spec("model: {uri: pvc://models/base}");

    assertThat(RoutePools.of(List.of(route(own, "engine")), own, null))
        .containsExactly(new Pool("engine", "Pods", null, null, null));
  }

  @Test
  void aFetchedModelIsKnownByItsCommitAndItsPlace() {
    String commit = "0123456789abcdef0123456789abcdef01234567";
    ReleaseTuple.Model model =
        tuple(
                spec(
                    "model: {uri: 'hf://acme/tiny', revision: %s, cacheClaimName: cache}"
                        .formatted(commit)))
            .model();

    assertThat(model)
        .isEqualTo(
            new ReleaseTuple.Model(
                "hf://acme/tiny", commit, "pvc://cache/hub/acme/tiny/" + commit));
  }
}
