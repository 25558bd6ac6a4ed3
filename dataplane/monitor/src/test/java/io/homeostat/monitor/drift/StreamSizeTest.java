package io.homeostat.monitor.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.monitor.StateCodec;
import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.Toy;
import io.homeostat.monitor.Variants;
import io.homeostat.monitor.cause.CauseFinding;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.Signal;
import io.homeostat.monitor.definitions.SignalMetric;
import io.homeostat.monitor.drift.StreamFeed.Value;
import io.homeostat.statistics.drift.DriftSettings;
import io.homeostat.statistics.streams.FalseAlarmPromise.FalseDiscoveries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** How many bytes a stream takes, with its key, as it lies in memory and in Kafka. */
class StreamSizeTest {
  private static final int MOST = 1_024;
  private static final int STREAMS = 10_000;
  private static final String SERVICE = "customer-support/order-desk";
  private static final String UID = "6b0a2f5e-6f0c-4c59-9d3e-1f7f6ad0e1b2";
  private static final String RELEASE = "order-desk-0123456789";
  private static final String SET = "0123456789ab";

  /** A kind of signal with values as it has them. */
  private record Kind(Signal signal, String set, ToDoubleFunction<Random> values) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind(
              Signal.QUALITY,
              SET,
              random -> Math.clamp(0.8 + 0.15 * random.nextGaussian(), 0.0, 1.0)),
          new Kind(
              new Signal(SignalMetric.SCORE, "judge.relevance"),
              SET,
              random -> (1 + random.nextInt(4)) / 4.0),
          new Kind(Signal.ERRORS, "", random -> random.nextInt(50) == 0 ? 0 : 1),
          new Kind(new Signal(SignalMetric.UNSCORED, null), "", random -> random.nextInt(3) / 2.0),
          new Kind(
              new Signal(SignalMetric.LATENCY, null),
              "",
              random -> 400 * Math.exp(random.nextGaussian())),
          new Kind(
              new Signal(SignalMetric.OUTPUT_TOKENS, null), "", random -> 1 + random.nextInt(500)));

  private static MonitorDefinition monitor(boolean together) {
    MonitorDefinition own =
        new MonitorDefinition(
            "customer-support/order-desk-drift",
            UID,
            "digest",
            KINDS.stream().map(Kind::signal).toList(),
            new DriftSettings(100, 500, 86_400_000, 0.05, 600_000),
            Toy.monitor(Signal.QUALITY).promise(),
            MonitorDefinition.Anchor.NONE,
            MonitorDefinition.Prices.NONE,
            false,
            false,
            Map.of());
    return together ? Variants.promising(own, new FalseDiscoveries(5, 86_400_000)) : own;
  }

  private static int bytes(Kind kind, StreamState state) {
    String key = StateKeys.drift(SERVICE, UID, kind.signal().name(), "order-tracking");
    return key.length() + StateCodec.encode(state).length;
  }

  /** Sizes after each of the values that a stream gets, one every three minutes. */
  private static List<Integer> sizes(Kind kind, boolean together, int values) {
    StreamFeed feed = new StreamFeed(monitor(together), STREAMS, kind.signal());
    Random random = new Random(kind.signal().name().hashCode());
    List<Integer> sizes = new ArrayList<>();
    StreamState state = null;
    for (int i = 0; i < values; i++) {
      double value = kind.values().applyAsDouble(random);
      long at = Toy.START + 180_000L * i;
      state = feed.feed(state, List.of(new Value(RELEASE, kind.set(), value, at, null)));
      sizes.add(bytes(kind, state));
    }
    assertThat(state.current().learning()).isFalse();
    return sizes;
  }

  @Test
  void streamWithItsBaselineTakesLessThanAKibibyte() {
    long sum = 0;
    for (Kind kind : KINDS) {
      for (boolean together : List.of(false, true)) {
        List<Integer> sizes = sizes(kind, together, 1_400);
        int frozen =
            sizes.subList(1_200, sizes.size()).stream().max(Integer::compare).orElseThrow();
        assertThat(frozen).as("%s, together %s", kind.signal().name(), together).isLessThan(MOST);
        sum += frozen;
      }
    }
    assertThat(sum / (2.0 * KINDS.size())).as("on average").isLessThan(0.9 * MOST);
  }

  @Test
  void streamThatLearnsTakesAtMostTwiceThat() {
    for (Kind kind : KINDS) {
      List<Integer> sizes = sizes(kind, false, 900);
      int most = sizes.stream().max(Integer::compare).orElseThrow();
      assertThat(most).as(kind.signal().name()).isLessThan(2_200);
    }
  }

  @Test
  void driftOnTopIsSmall() {
    Kind quality = KINDS.getFirst();
    StreamFeed feed = new StreamFeed(monitor(false), STREAMS, quality.signal());
    Random random = new Random(5);
    StreamState state = null;
    for (int i = 0; i < 900; i++) {
      double value = quality.values().applyAsDouble(random) - (i < 700 ? 0 : 0.3);
      Value one = new Value(RELEASE, SET, Math.max(0, value), Toy.START + 180_000L * i, null);
      state = feed.feed(state, List.of(one));
    }
    assertThat(state.current().drifting()).isTrue();
    CauseFinding cause =
        new CauseFinding(
            CauseFinding.RELEASE,
            "release 'order-desk-9876543210' changed prompt and adapter; at the same mix it answers .21 lower",
            List.of("chatcmpl-0123456789abcdef", "chatcmpl-0123456789abcdee"));
    assertThat(bytes(quality, state.withCause(cause, 1))).isLessThan(MOST + 256);
  }
}
