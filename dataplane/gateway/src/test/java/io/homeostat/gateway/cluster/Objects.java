package io.homeostat.gateway.cluster;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.release.Decoding;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.crds.trafficplan.TrafficPlanSpec.Route;
import java.util.List;

/** The objects that a gateway reads, as the operator makes them. */
final class Objects {
  private Objects() {}

  static ModelService service(String namespace, String name, String modelName, String captured) {
    ModelService service = new ModelService();
    service.setMetadata(
        new ObjectMetaBuilder()
            .withNamespace(namespace)
            .withName(name)
            .withUid("uid-" + name)
            .withCreationTimestamp("2026-11-21T00:00:00Z")
            .build());
    ModelServiceSpec.Capture capture =
        captured == null
            ? null
            : new ModelServiceSpec.Capture(captured, List.of("Scoring", "Training"));
    service.setSpec(
        new ModelServiceSpec(
            modelName,
            new ModelServiceSpec.Model("pvc://models/base", null),
            null,
            null,
            null,
            null,
            null,
            null,
            capture,
            null,
            null));
    return service;
  }

  static Route route(String release, String role, int weight, String prompt, Decoding decoding) {
    ReleaseTuple.PromptText text =
        prompt == null ? null : new ReleaseTuple.PromptText(prompt, "0".repeat(64));
    ReleaseTuple tuple =
        new ReleaseTuple(
            1,
            new ReleaseTuple.Model("pvc://models/base", null),
            null,
            text,
            decoding,
            new ReleaseTuple.Engine("vllm:1", List.of()));
    return new Route(release, role, weight, release + "-model", tuple);
  }

  static TrafficPlan plan(String namespace, String service, long revision, Route... routes) {
    TrafficPlan plan = new TrafficPlan();
    plan.setMetadata(new ObjectMetaBuilder().withNamespace(namespace).withName(service).build());
    plan.setSpec(
        new TrafficPlanSpec(
            new Ref(service),
            revision,
            routes[0].release(),
            "salt",
            List.of(routes),
            List.of(),
            null));
    return plan;
  }

  static EndpointSlice slice(
      String namespace, String service, String portName, Boolean ready, String... addresses) {
    EndpointSliceBuilder slice =
        new EndpointSliceBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(service + "-engine-abc")
            .addToLabels("kubernetes.io/service-name", service + "-engine")
            .addToLabels("homeostat.io/model-service", service)
            .endMetadata()
            .withAddressType("IPv4")
            .addNewPort()
            .withName(portName)
            .withPort(8000)
            .endPort();
    for (String address : addresses) {
      slice
          .addNewEndpoint()
          .withAddresses(address)
          .withNewConditions()
          .withReady(ready)
          .endConditions()
          .endEndpoint();
    }
    return slice.build();
  }
}
