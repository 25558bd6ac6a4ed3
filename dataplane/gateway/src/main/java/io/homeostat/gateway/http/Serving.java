package io.homeostat.gateway.http;

import io.homeostat.events.security.DerivedKeys;
import io.homeostat.gateway.Clocks;
import io.homeostat.gateway.GatewayMetrics;
import io.homeostat.gateway.access.ApiKeys;
import io.homeostat.gateway.access.RateLimits;
import io.homeostat.gateway.capture.Capture;
import io.homeostat.gateway.capture.CaptureQueue;
import io.homeostat.gateway.routing.Admission;
import io.homeostat.gateway.routing.ArmBreakers;
import io.homeostat.gateway.routing.Assigner;
import io.homeostat.gateway.routing.EngineKeys;
import io.homeostat.gateway.routing.EnginePod;
import io.homeostat.gateway.routing.ModelTable;
import io.homeostat.gateway.routing.OpenRequests;
import io.homeostat.gateway.routing.OperatorContact;
import io.homeostat.gateway.routing.PodBoard;
import io.homeostat.gateway.routing.ServedModel;
import io.homeostat.gateway.tracing.Tracing;
import java.security.SecureRandom;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the event loops of one gateway share: what is served, what is open, what failed.
 * Thread-safe.
 */
public final class Serving {
  private static final Logger LOG = LoggerFactory.getLogger(Serving.class);

  final DerivedKeys derivedKeys;
  final EngineKeys engineKeys;
  final Transport transport = new Transport();
  final GatewayMetrics metrics;
  final Capture capture;
  final Admission admission;
  final Deadlines deadlines;
  final Clocks clocks;
  final PodBoard pods;
  final ArmBreakers breakers;
  final OpenRequests open = new OpenRequests();
  final OperatorContact contact;
  final Assigner assigner;
  final RateLimits rates;
  final Shadows shadows;
  final Tracing tracing;
  final InteractionIds ids = new InteractionIds(new SecureRandom());
  private final AtomicReference<ModelTable> table = new AtomicReference<>(ModelTable.EMPTY);
  private final AtomicReference<ApiKeys> apiKeys = new AtomicReference<>(ApiKeys.NONE);
  private final AtomicBoolean draining = new AtomicBoolean();

  /** Serves nothing and nobody until a table and keys are published. */
  public Serving(
      DerivedKeys derivedKeys,
      GatewayMetrics metrics,
      CaptureQueue capture,
      Admission admission,
      Deadlines deadlines,
      Clocks clocks,
      Admission shadowRoom,
      Tracing tracing) {
    this.derivedKeys = derivedKeys;
    this.engineKeys = new EngineKeys(derivedKeys);
    this.metrics = metrics;
    this.capture = new Capture(capture);
    this.admission = admission;
    this.deadlines = deadlines;
    this.clocks = clocks;
    this.pods = new PodBoard(clocks.millis());
    this.breakers = new ArmBreakers(clocks.millis());
    this.contact = new OperatorContact(clocks.millis());
    this.assigner = new Assigner(table::get, contact, open);
    this.rates = new RateLimits(clocks.millis());
    this.shadows = new Shadows(this, shadowRoom);
    this.tracing = tracing;
    metrics.showOpenRequests(admission, Admission::requests);
  }

  /** What is served now. */
  public ModelTable table() {
    return table.get();
  }

  /** Serves another table from the next request on. */
  public void publish(ModelTable next) {
    ModelTable before = table.getAndSet(next);
    Set<EnginePod> podsNow =
        next.models().stream().flatMap(model -> model.pods().stream()).collect(Collectors.toSet());
    pods.retain(podsNow);
    breakers.retain(next.models().stream().map(ServedModel::service).collect(Collectors.toSet()));
    metrics.applied(next);
    next.models().forEach(model -> logChange(before, model));
  }

  private static void logChange(ModelTable before, ServedModel model) {
    long revision =
        before
            .find(model.service())
            .map(ServedModel::plan)
            .map(plan -> plan.revision())
            .orElse(-1L);
    if (model.plan() != null && model.plan().revision() != revision) {
      String arms =
          model.plan().arms().stream()
              .map(
                  arm ->
                      "%s %s %d permille"
                          .formatted(arm.role().text(), arm.release(), arm.weightPermille()))
              .collect(Collectors.joining(", "));
      LOG.info("serving revision {} of {}: {}", model.plan().revision(), model.service(), arms);
    }
  }

  /** Where keys of engines that somebody else runs are put in. */
  public EngineKeys engineKeys() {
    return engineKeys;
  }

  ApiKeys apiKeys() {
    return apiKeys.get();
  }

  /** Accepts other API keys from the next request on. */
  public void accept(ApiKeys keys) {
    Set<String> before = apiKeys.getAndSet(keys).identities();
    Set<String> now = keys.identities();
    rates.retain(now);
    if (!before.equals(now)) {
      LOG.info("API keys are accepted of {}", now.isEmpty() ? "nobody" : now);
    }
  }

  /** From now on clients are asked to use another gateway. */
  public void drain() {
    draining.set(true);
    shadows.cancelAll();
  }

  /** Whether this gateway is about to end. */
  public boolean isDraining() {
    return draining.get();
  }
}
