package io.homeostat.gateway.cluster;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.modelservice.ModelServiceSpec.Capture;
import io.homeostat.crds.release.Decoding;
import io.homeostat.crds.trafficplan.TrafficPlan;
import io.homeostat.crds.trafficplan.TrafficPlanSpec;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Content;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.routing.ModelTable;
import io.homeostat.gateway.routing.Plan;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.Sampling;
import io.homeostat.gateway.routing.ServedModel;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what is served from the objects of the cluster. */
final class TableReader {
  private static final Logger LOG = LoggerFactory.getLogger(TableReader.class);
  private static final String MODEL_SERVICE = "homeostat.io/model-service";
  private static final String POOL = "homeostat.io/pool";
  private static final String PORT_NAME = "http";

  private TableReader() {}

  /**
   * Reads a table. A plan that cannot be served, or that was deleted while its ModelService is
   * still there, is replaced by the one that was served before: clients go on getting answers.
   *
   * @param before what was served until now
   */
  static ModelTable read(
      Collection<ModelService> services,
      Collection<TrafficPlan> plans,
      Collection<EndpointSlice> slices,
      ModelTable before) {
    List<ServedModel> models = new ArrayList<>();
    for (ModelService service : services) {
      if (service.getSpec() != null) {
        models.add(model(service, plans, slices, before));
      }
    }
    return new ModelTable(models);
  }

  private static ServedModel model(
      ModelService service,
      Collection<TrafficPlan> plans,
      Collection<EndpointSlice> slices,
      ModelTable before) {
    String namespace = service.getMetadata().getNamespace();
    String name = service.getMetadata().getName();
    String uid = service.getMetadata().getUid();
    Capture capture = service.getSpec().capture();
    Optional<ServedModel> known =
        before.find(namespace + "/" + name).filter(model -> model.uid().equals(uid));
    Optional<TrafficPlan> written =
        plans.stream().filter(candidate -> belongsTo(candidate, namespace, name)).findFirst();
    List<EnginePod> pods = pods(namespace, name, slices);
    Optional<Serving> serving = written.flatMap(plan -> serving(plan, pods));
    return new ServedModel(
        namespace,
        name,
        uid,
        Objects.requireNonNullElse(service.getSpec().modelName(), name),
        Instant.parse(service.getMetadata().getCreationTimestamp()).toEpochMilli(),
        capture == null || capture.content() == null ? Content.FULL : Content.of(capture.content()),
        capture == null ? List.of("Scoring") : capture.use(),
        serving.map(Serving::plan).or(() -> known.map(ServedModel::plan)).orElse(null),
        serving.map(Serving::engines).orElseGet(() -> withKnown(pods, known)));
  }

  private static boolean belongsTo(TrafficPlan plan, String namespace, String name) {
    return plan.getSpec() != null
        && namespace.equals(plan.getMetadata().getNamespace())
        && plan.getSpec().modelServiceRef() != null
        && name.equals(plan.getSpec().modelServiceRef().name());
  }

  /** A plan and the engines that serve it. */
  private record Serving(Plan plan, List<EnginePod> engines) {}

  private static Optional<Serving> serving(TrafficPlan plan, List<EnginePod> pods) {
    TrafficPlanSpec spec = plan.getSpec();
    try {
      List<Arm> arms = spec.routes().stream().map(TableReader::arm).toList();
      return Optional.of(
          new Serving(
              new Plan(spec.revision(), Objects.requireNonNullElse(spec.salt(), ""), arms),
              ForeignEngines.with(pods, plan.getMetadata().getNamespace(), spec)));
    } catch (IllegalArgumentException | NullPointerException e) {
      LOG.warn(
          "TrafficPlan {}/{} cannot be served, the one before stays: {}",
          plan.getMetadata().getNamespace(),
          plan.getMetadata().getName(),
          e.getMessage());
      return Optional.empty();
    }
  }

  /** The pods of now, and the endpoints and keys of the plan before. */
  private static List<EnginePod> withKnown(List<EnginePod> pods, Optional<ServedModel> known) {
    List<EnginePod> before = known.map(ServedModel::pods).orElse(List.of());
    Stream<EnginePod> keyed =
        pods.stream()
            .map(
                pod ->
                    before.stream()
                        .filter(old -> old.pool().equals(pod.pool()) && old.remote() == null)
                        .findFirst()
                        .map(old -> pod.withSecret(old.secret()))
                        .orElse(pod));
    return Stream.concat(keyed, before.stream().filter(engine -> engine.remote() != null)).toList();
  }

  private static Arm arm(TrafficPlanSpec.Route route) {
    Role role = Role.of(route.role());
    if (role == null || route.tuple() == null) {
      throw new IllegalArgumentException(
          "expected a role of Stable, Candidate, Holdback or Shadow and a tuple in the route of %s, found role %s"
              .formatted(route.release(), route.role()));
    }
    String prompt =
        route.tuple().prompt() == null
            ? ""
            : Objects.requireNonNullElse(route.tuple().prompt().text(), "");
    return new Arm(
        Objects.requireNonNull(route.release(), "a route names no release"),
        role,
        Objects.requireNonNull(route.weightPermille(), "a route has no weight"),
        Objects.requireNonNull(route.servedModel(), "a route names no served model"),
        prompt,
        sampling(route.tuple().decoding()),
        route.pool(),
        Objects.requireNonNullElse(route.shadowPermille(), 0));
  }

  private static Sampling sampling(Decoding decoding) {
    return decoding == null
        ? Sampling.AS_REQUESTED
        : new Sampling(
            decimal(decoding.temperature()),
            decimal(decoding.topP()),
            decoding.maxTokens(),
            decoding.stop());
  }

  private static BigDecimal decimal(String text) {
    return text == null ? null : new BigDecimal(text);
  }

  /**
   * The pods of every pool. A pool without a ready pod is given by those that are starting: they
   * may answer although nobody has said so, when the operator that makes them ready is away.
   */
  private static List<EnginePod> pods(
      String namespace, String service, Collection<EndpointSlice> slices) {
    List<EndpointSlice> own =
        slices.stream()
            .filter(slice -> namespace.equals(slice.getMetadata().getNamespace()))
            .filter(slice -> slice.getMetadata().getLabels() != null)
            .filter(slice -> service.equals(slice.getMetadata().getLabels().get(MODEL_SERVICE)))
            .toList();
    List<EnginePod> ready = pods(own, TableReader::isReady);
    Set<String> poolsWithReady = ready.stream().map(EnginePod::pool).collect(Collectors.toSet());
    Stream<EnginePod> starting =
        pods(own, TableReader::isStarting).stream()
            .filter(pod -> !poolsWithReady.contains(pod.pool()));
    return Stream.concat(ready.stream(), starting).toList();
  }

  private static List<EnginePod> pods(List<EndpointSlice> slices, Predicate<Endpoint> wanted) {
    return slices.stream().flatMap(slice -> pods(slice, wanted)).distinct().toList();
  }

  private static Stream<EnginePod> pods(EndpointSlice slice, Predicate<Endpoint> wanted) {
    Optional<Integer> port =
        slice.getPorts().stream()
            .filter(p -> PORT_NAME.equals(p.getName()))
            .map(p -> p.getPort())
            .findFirst();
    if (port.isEmpty()) {
      return Stream.empty();
    }
    String pool = slice.getMetadata().getLabels().getOrDefault(POOL, EnginePod.FIRST_POOL);
    return slice.getEndpoints().stream()
        .filter(endpoint -> !endpoint.getAddresses().isEmpty())
        .filter(wanted)
        .map(endpoint -> new EnginePod(endpoint.getAddresses().getFirst(), port.get(), pool));
  }

  private static boolean isReady(Endpoint endpoint) {
    return endpoint.getConditions() == null
        || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
  }

  private static boolean isStarting(Endpoint endpoint) {
    return !isReady(endpoint) && !Boolean.TRUE.equals(endpoint.getConditions().getTerminating());
  }
}
