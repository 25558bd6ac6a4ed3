package io.homeostat.gateway.cluster;

import static io.homeostat.gateway.cluster.Objects.plan;
import static io.homeostat.gateway.cluster.Objects.route;
import static io.homeostat.gateway.cluster.Objects.service;
import static io.homeostat.gateway.cluster.Objects.slice;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Decoding;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Pool;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Content;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.routing.ModelTable;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.Sampling;
import io.homeostat.gateway.routing.SecretKey;
import io.homeostat.gateway.routing.ServedModel;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableReaderTest {
  private static final ModelService SERVICE = service("ns", "support", "helper", "Full");
  private static final TrafficPlan PLAN =
      plan(
          "ns",
          "support",
          4,
          route(
              "support-a",
              "Stable",
              950,
              "Be kind.",
              new Decoding("0.2", "0.9", 64, List.of("END"))),
          route("support-b", "Candidate", 50, null, null));

  private static ModelTable read(
      List<ModelService> services,
      List<TrafficPlan> plans,
      List<EndpointSlice> slices,
      ModelTable before) {
    return TableReader.read(services, plans, slices, before);
  }

  @Test
  void aModelIsReadWithItsArmsAndReadyPods() {
    ModelTable table =
        read(
            List.of(SERVICE),
            List.of(PLAN, plan("other", "support", 9, route("x", "Stable", 1000, null, null))),
            List.of(
                slice("ns", "support", "http", true, "10.0.0.1", "10.0.0.2"),
                slice("ns", "support", "http", null, "10.0.0.3"),
                slice("ns", "support", "http", false, "10.0.0.4"),
                slice("ns", "support", "metrics", true, "10.0.0.5"),
                slice("other", "support", "http", true, "10.0.0.6")),
            ModelTable.EMPTY);
    ServedModel model = table.find("helper").orElseThrow();
    assertThat(model.service()).isEqualTo("ns/support");
    assertThat(model.uid()).isEqualTo("uid-support");
    assertThat(model.createdMillis()).isEqualTo(1_795_219_200_000L);
    assertThat(model.keepsContent()).isTrue();
    assertThat(model.use()).containsExactly("Scoring", "Training");
    assertThat(model.pods())
        .as("ready, or without a word about it, on the port http")
        .containsExactly(
            new EnginePod("10.0.0.1", 8000),
            new EnginePod("10.0.0.2", 8000),
            new EnginePod("10.0.0.3", 8000));
    assertThat(model.plan().revision()).isEqualTo(4);
    assertThat(model.plan().salt()).isEqualTo("salt");
    assertThat(model.plan().arms())
        .containsExactly(
            new Arm(
                "support-a",
                Role.STABLE,
                950,
                "support-a-model",
                "Be kind.",
                new Sampling(new BigDecimal("0.2"), new BigDecimal("0.9"), 64, List.of("END"))),
            new Arm("support-b", Role.CANDIDATE, 50, "support-b-model", "", Sampling.AS_REQUESTED));
  }

  @Test
  void aRouteIsServedByThePodsOfItsPoolAndAShadowByItsShare() {
    Route stable = pooled(route("support-a", "Stable", 1000, null, null), "engine", null);
    Route shadow = pooled(route("support-b", "Shadow", 0, null, null), "green", 250);
    EndpointSlice first = slice("ns", "support", "http", true, "10.0.0.1");
    EndpointSlice green = slice("ns", "support", "http", true, "10.0.0.2");
    green.getMetadata().getLabels().put("homeostat.io/pool", "green");
    List<TrafficPlan> plans = List.of(plan("ns", "support", 4, stable, shadow));
    ServedModel model =
        read(List.of(SERVICE), plans, List.of(first, green), ModelTable.EMPTY).models().getFirst();
    assertThat(model.pods(model.plan().stable()))
        .as("pods of a service's first pool have no label that names it")
        .containsExactly(new EnginePod("10.0.0.1", 8000, "engine"));
    Arm shadowed = model.plan().arm(Role.SHADOW).orElseThrow();
    assertThat(shadowed.shadowPermille()).isEqualTo(250);
    assertThat(model.pods(shadowed)).containsExactly(new EnginePod("10.0.0.2", 8000, "green"));
  }

  @Test
  void aPoolWithoutAReadyPodIsServedByThoseThatAreStarting() {
    EndpointSlice ending = slice("ns", "support", "http", false, "10.0.0.3");
    ending.getEndpoints().getFirst().getConditions().setTerminating(true);
    EndpointSlice other = slice("ns", "support", "http", false, "10.0.0.4");
    other.getMetadata().getLabels().put("homeostat.io/pool", "green");
    assertThat(
            read(
                    List.of(SERVICE),
                    List.of(),
                    List.of(
                        slice("ns", "support", "http", true, "10.0.0.1"),
                        slice("ns", "support", "http", false, "10.0.0.2"),
                        ending,
                        other),
                    ModelTable.EMPTY)
                .models()
                .getFirst()
                .pods())
        .containsExactly(new EnginePod("10.0.0.1", 8000), new EnginePod("10.0.0.4", 8000, "green"));
    assertThat(
            read(
                    List.of(SERVICE),
                    List.of(),
                    List.of(slice("ns", "support", "http", false, "10.0.0.2"), ending),
                    ModelTable.EMPTY)
                .models()
                .getFirst()
                .pods())
        .containsExactly(new EnginePod("10.0.0.2", 8000));
  }

  @Test
  void anEndpointOfThePlanIsAnEngineWithItsAddressAndTheNameOfItsKey() {
    Route stable = pooled(route("support-a", "Stable", 1000, null, null), "hosted", null);
    TrafficPlan plan = plan("ns", "support", 4, stable);
    plan.setSpec(
        with(
            plan.getSpec(),
            new Pool(
                "hosted",
                "Endpoint",
                "https://api.example.com/openai/v1/",
                new KeyRef("keys", "token"),
                "PEM")));

    ModelTable table = read(List.of(SERVICE), List.of(plan), List.of(), ModelTable.EMPTY);

    EnginePod hosted =
        new EnginePod(
            "api.example.com",
            443,
            "hosted",
            new EnginePod.Remote(true, "/openai/v1", "PEM"),
            new SecretKey("ns", "keys", "token"));
    assertThat(table.models().getFirst().pods()).containsExactly(hosted);
    assertThat(hosted.path("/v1/embeddings")).isEqualTo("/openai/v1/embeddings");
    assertThat(read(List.of(SERVICE), List.of(), List.of(), table).models().getFirst().pods())
        .as("a deleted plan is served on, with its endpoints")
        .containsExactly(hosted);
  }

  @Test
  void podsOfAPoolThatNamesAKeyAreCalledWithIt() {
    Route stable = pooled(route("support-a", "Stable", 1000, null, null), "engine", null);
    TrafficPlan plan = plan("ns", "support", 4, stable);
    plan.setSpec(
        with(plan.getSpec(), new Pool("engine", "Pods", null, new KeyRef("keys", "token"), null)));
    List<EndpointSlice> slices = List.of(slice("ns", "support", "http", true, "10.0.0.1"));

    ModelTable table = read(List.of(SERVICE), List.of(plan), slices, ModelTable.EMPTY);

    EnginePod pod =
        new EnginePod("10.0.0.1", 8000).withSecret(new SecretKey("ns", "keys", "token"));
    assertThat(table.models().getFirst().pods()).containsExactly(pod);
    assertThat(read(List.of(SERVICE), List.of(), slices, table).models().getFirst().pods())
        .containsExactly(pod);
  }

  private static TrafficPlanSpec with(TrafficPlanSpec spec, Pool pool) {
    return new TrafficPlanSpec(
        spec.modelServiceRef(),
        spec.revision(),
        spec.stable(),
        spec.salt(),
        List.of(pool),
        spec.routes(),
        spec.rejected(),
        spec.acceptedSpecFingerprint());
  }

  private static Route pooled(Route route, String pool, Integer shadowPermille) {
    return new Route(
        route.release(),
        route.role(),
        route.weightPermille(),
        shadowPermille,
        pool,
        route.servedModel(),
        route.tuple());
  }

  @Test
  void defaultsAreTheObjectsNameFullContentAndScoring() {
    ServedModel model =
        read(List.of(service("ns", "support", null, null)), List.of(), List.of(), ModelTable.EMPTY)
            .models()
            .getFirst();
    assertThat(model.modelName()).isEqualTo("support");
    assertThat(model.keepsContent()).isTrue();
    assertThat(model.use()).containsExactly("Scoring");
    assertThat(model.plan()).isNull();
    assertThat(
            read(
                    List.of(service("ns", "support", null, "None")),
                    List.of(),
                    List.of(),
                    ModelTable.EMPTY)
                .models()
                .getFirst()
                .keepsContent())
        .isFalse();
  }

  @Test
  void whatIsKeptIsWhatTheModelServiceSaysAndNothingWhereItSaysSomethingUnknown() {
    Map.of(
            "Full",
            Content.FULL,
            "Redacted",
            Content.REDACTED,
            "None",
            Content.NONE,
            "Half",
            Content.NONE)
        .forEach(
            (word, content) ->
                assertThat(
                        read(
                                List.of(service("ns", "support", null, word)),
                                List.of(),
                                List.of(),
                                ModelTable.EMPTY)
                            .models()
                            .getFirst()
                            .content())
                    .isEqualTo(content));
  }

  @Test
  void aDeletedOrUnservablePlanIsReplacedByTheLastOneOfTheSameModelService() {
    ModelTable before = read(List.of(SERVICE), List.of(PLAN), List.of(), ModelTable.EMPTY);
    TrafficPlan noStable =
        plan("ns", "support", 5, route("support-b", "Candidate", 50, null, null));
    TrafficPlan noNumber =
        plan(
            "ns",
            "support",
            5,
            route("support-a", "Stable", 1000, null, new Decoding("warm", null, null, null)));
    for (List<TrafficPlan> plans :
        List.of(List.<TrafficPlan>of(), List.of(noStable), List.of(noNumber))) {
      assertThat(
              read(List.of(SERVICE), plans, List.of(), before)
                  .models()
                  .getFirst()
                  .plan()
                  .revision())
          .isEqualTo(4);
    }
    ModelService again = service("ns", "support", "helper", "Full");
    again.getMetadata().setUid("another");
    assertThat(read(List.of(again), List.of(), List.of(), before).models().getFirst().plan())
        .isNull();
    assertThat(read(List.of(), List.of(PLAN), List.of(), before).models()).isEmpty();
  }
}
