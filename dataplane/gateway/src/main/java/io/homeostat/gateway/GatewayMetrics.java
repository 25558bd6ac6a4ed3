package io.homeostat.gateway;

import io.homeostat.gateway.openai.Answer;
import io.homeostat.gateway.routing.Failure;
import io.homeostat.gateway.routing.ModelTable;
import io.homeostat.gateway.routing.Plan;
import io.homeostat.gateway.routing.ServedModel;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * The gateway's metrics, their names and their labels: models and releases in the plan, never more.
 */
public final class GatewayMetrics {
  /**
   * Requests by model, release that answered, and HTTP status ({@code cancelled} when the client
   * went away).
   */
  public static final String REQUESTS = "homeostat.gateway.requests";

  /** Attempts that gave no answer, by model, release and reason. */
  public static final String FAILURES = "homeostat.gateway.failures";

  /** Requests that stable answered for another release, by model and that release. */
  public static final String FALLBACKS = "homeostat.gateway.fallbacks";

  /** Seconds from the arrival of a request to the last byte of its answer, by model and release. */
  public static final String LATENCY = "homeostat.gateway.request.duration";

  /**
   * Seconds from the arrival of a request to the first content of its stream, by model and release.
   */
  public static final String FIRST_TOKEN = "homeostat.gateway.first.token";

  /**
   * Seconds between two pieces of content of a stream, by model and release; engines send one token
   * per piece, or a few.
   */
  public static final String INTER_TOKEN = "homeostat.gateway.inter.token";

  /** Tokens by model, release and direction ({@code prompt}, {@code completion}). */
  public static final String TOKENS = "homeostat.gateway.tokens";

  /**
   * Copies of requests for a release in shadow, by model, that release and outcome ({@code
   * answered}, {@code failed}, {@code cancelled}, {@code dropped} for want of room).
   */
  public static final String SHADOWS = "homeostat.gateway.shadow.requests";

  /** Tokens of shadows by model, release and direction; they are in no other count. */
  public static final String SHADOW_TOKENS = "homeostat.gateway.shadow.tokens";

  /** Interactions and feedback that the broker has. */
  public static final String CAPTURED = "homeostat.gateway.captured";

  /**
   * Interactions and feedback that were lost, by reason ({@code queue_full}, {@code kafka}, {@code
   * too_large}).
   */
  public static final String CAPTURE_DROPS = "homeostat.gateway.capture.drops";

  /**
   * What came to the port for records of elsewhere, by outcome ({@code interaction}, {@code score},
   * {@code rejected} for items that could not be used, {@code refused} for whole requests).
   */
  public static final String INGESTED = "homeostat.gateway.ingested";

  /** Revision of the applied TrafficPlan, by model. */
  public static final String PLAN_REVISION = "homeostat.gateway.plan.revision";

  /** Requests being answered. */
  public static final String OPEN_REQUESTS = "homeostat.gateway.open.requests";

  /** All names. */
  public static final List<String> NAMES =
      List.of(
          REQUESTS,
          FAILURES,
          FALLBACKS,
          LATENCY,
          FIRST_TOKEN,
          INTER_TOKEN,
          TOKENS,
          SHADOWS,
          SHADOW_TOKENS,
          CAPTURED,
          CAPTURE_DROPS,
          INGESTED,
          PLAN_REVISION,
          OPEN_REQUESTS);

  private static final Duration[] BUCKETS =
      millis(25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000);

  private static final Duration[] GAP_BUCKETS = millis(5, 10, 20, 30, 50, 75, 100, 200, 500, 2_000);

  private static final String MODEL = "model";
  private static final String RELEASE = "release";

  private final MeterRegistry registry;
  private final Counter captured;
  private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
  private final Map<String, Counter> drops = new ConcurrentHashMap<>();
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
  private final Map<String, Long> revisions = new ConcurrentHashMap<>();

  public GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.captured = registry.counter(CAPTURED);
  }

  /** A request ended. {@code status} is the HTTP status, or {@code cancelled}. */
  public void request(String model, String release, String status, long latencyMillis) {
    counter(REQUESTS, model, release, "status", status).increment();
    timer(LATENCY, model, release, BUCKETS).record(Duration.ofMillis(latencyMillis));
  }

  /** A request was answered without any engine. */
  public void refused(int status) {
    counter(REQUESTS, "none", "none", "status", Integer.toString(status)).increment();
  }

  /** An attempt gave no answer. */
  public void failure(String model, String release, Failure failure) {
    counter(FAILURES, model, release, "reason", failure.code()).increment();
  }

  /** Stable answered for {@code release}. */
  public void fallback(String model, String release) {
    registry.counter(FALLBACKS, MODEL, model, RELEASE, release).increment();
  }

  /** The first content of a stream came. */
  public void firstToken(String model, String release, long millis) {
    timer(FIRST_TOKEN, model, release, BUCKETS).record(Duration.ofMillis(millis));
  }

  /** Another piece of content of a stream came. */
  public void interToken(String model, String release, long millis) {
    timer(INTER_TOKEN, model, release, GAP_BUCKETS).record(Duration.ofMillis(millis));
  }

  /** Counts the tokens of an answer, where the engine gave them. */
  public void tokens(String model, String release, Answer answer) {
    tokens(TOKENS, model, release, answer);
  }

  private void tokens(String name, String model, String release, Answer answer) {
    count(name, model, release, "prompt", answer.promptTokens());
    count(name, model, release, "completion", answer.completionTokens());
  }

  private void count(String name, String model, String release, String direction, Integer tokens) {
    if (tokens != null) {
      counter(name, model, release, "direction", direction).increment(tokens);
    }
  }

  /** A shadow ended, or did not begin. */
  public void shadow(String model, String release, String outcome) {
    counter(SHADOWS, model, release, "outcome", outcome).increment();
  }

  /** Counts the tokens of a shadow, where the engine gave them. */
  public void shadowTokens(String model, String release, Answer answer) {
    tokens(SHADOW_TOKENS, model, release, answer);
  }

  /** The broker has one more event. */
  public void captured() {
    captured.increment();
  }

  /** An event was lost. */
  public void dropped(String reason) {
    drops
        .computeIfAbsent(reason, why -> registry.counter(CAPTURE_DROPS, "reason", why))
        .increment();
  }

  /** Something of elsewhere came. */
  public void ingested(String outcome, int amount) {
    registry.counter(INGESTED, "outcome", outcome).increment(amount);
  }

  /** Shows a number of open requests that somebody else counts. */
  public <T> void showOpenRequests(T counter, ToDoubleFunction<T> value) {
    Gauge.builder(OPEN_REQUESTS, counter, value).register(registry);
  }

  /**
   * A new table is served: shows its revisions and forgets releases that are in no plan any more.
   */
  public void applied(ModelTable table) {
    Set<Tags> served = new HashSet<>();
    revisions.keySet().retainAll(table.models().stream().map(ServedModel::service).toList());
    for (ServedModel model : table.models()) {
      Plan plan = model.plan();
      if (plan == null) {
        continue;
      }
      plan.arms()
          .forEach(arm -> served.add(Tags.of(MODEL, model.service(), RELEASE, arm.release())));
      if (revisions.put(model.service(), plan.revision()) == null) {
        Gauge.builder(PLAN_REVISION, revisions, map -> map.getOrDefault(model.service(), 0L))
            .tag(MODEL, model.service())
            .register(registry);
      }
    }
    registry.getMeters().stream()
        .filter(meter -> isStale(meter.getId(), served))
        .toList()
        .forEach(registry::remove);
    counters.clear();
    timers.clear();
  }

  private boolean isStale(Meter.Id id, Set<Tags> served) {
    String model = id.getTag(MODEL);
    String release = id.getTag(RELEASE);
    if (model == null || model.equals("none")) {
      return false;
    }
    return release == null
        ? !revisions.containsKey(model)
        : !served.contains(Tags.of(MODEL, model, RELEASE, release));
  }

  private static Duration[] millis(long... bounds) {
    return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }

  private Timer timer(String name, String model, String release, Duration[] buckets) {
    return timers.computeIfAbsent(
        new Series(name, model, release, ""),
        series ->
            Timer.builder(name)
                .tags(MODEL, model, RELEASE, release)
                .serviceLevelObjectives(buckets)
                .register(registry));
  }

  private Counter counter(String name, String model, String release, String label, String value) {
    return counters.computeIfAbsent(
        new Series(name, model, release, value),
        series -> registry.counter(name, MODEL, model, RELEASE, release, label, value));
  }

  /** What tells two meters apart; the registry's own look-up builds and sorts tags each time. */
  private record Series(String name, String model, String release, String value) {}
}
