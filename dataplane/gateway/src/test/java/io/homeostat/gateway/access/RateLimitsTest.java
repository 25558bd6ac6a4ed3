package io.homeostat.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.gateway.access.Permit.Granted;
import io.homeostat.gateway.access.Permit.Refused;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
  private final AtomicLong now = new AtomicLong(1_000_000);
  private final RateLimits rates = new RateLimits(now::get);

  private static ApiKey key(String identity, Integer requests, Integer tokens, int feedback) {
    return new ApiKey(identity, List.of(), requests, tokens, feedback, 0, false);
  }

  private int granted(ApiKey key, int attempts) {
    int granted = 0;
    for (int i = 0; i < attempts; i++) {
      granted += rates.request(key, 0) instanceof Granted ? 1 : 0;
    }
    return granted;
  }

  @Test
  void aMinutesRequestsMayComeAtOnceAndComeBackEvenly() {
    ApiKey key = key("a", 60, null, 1);
    assertThat(granted(key, 100)).isEqualTo(60);
    now.addAndGet(5_000);
    assertThat(granted(key, 100)).isEqualTo(5);
    now.addAndGet(3_600_000);
    assertThat(granted(key, 100)).as("no more than a minute's share waits").isEqualTo(60);
  }

  @Test
  void overAnHourNoMoreThanTheRateGetsThrough() {
    ApiKey key = key("a", 30, null, 1);
    int granted = 0;
    for (int second = 0; second < 3_600; second++) {
      granted += granted(key, 3);
      now.addAndGet(1_000);
    }
    assertThat(granted).isBetween(30 * 60, 30 * 60 + 30);
  }

  @Test
  void whoIsRefusedIsToldWhenToComeBackAndIsLetThroughThen() {
    ApiKey key = key("a", 6, null, 1);
    granted(key, 6);
    Refused refused = (Refused) rates.request(key, 0);
    assertThat(refused.limit()).isEqualTo("requests");
    assertThat(refused.perMinute()).isEqualTo(6);
    assertThat(refused.waitMillis()).isEqualTo(10_000);
    assertThat(refused.rates().requests()).contains(new Rate(6, 0, 60_000));
    now.addAndGet(refused.waitMillis() - 1);
    assertThat(rates.request(key, 0)).isInstanceOf(Refused.class);
    now.addAndGet(1);
    assertThat(rates.request(key, 0)).isInstanceOf(Granted.class);
  }

  @Test
  void tokensAreTakenAsEstimatedAndCorrectedByWhatWasUsed() {
    ApiKey key = key("a", 1_000, 600, 1);
    Granted cheap = (Granted) rates.request(key, 500);
    assertThat(cheap.rates().tokens()).contains(new Rate(600, 100, 50_000));
    assertThat(rates.request(key, 200)).isInstanceOf(Refused.class);
    cheap.charge().settle(50);
    Granted dear = (Granted) rates.request(key, 200);
    dear.charge().settle(1_100);
    Refused refused = (Refused) rates.request(key, 1);
    assertThat(refused.limit()).isEqualTo("tokens");
    assertThat(refused.waitMillis()).as("551 owed, 10 per second").isEqualTo(55_100);
    assertThat(refused.rates().requests().orElseThrow().remaining())
        .as("a request refused for its tokens costs no request")
        .isEqualTo(998);
  }

  @Test
  void aRequestLargerThanAMinutesTokensNeedsAllOfThem() {
    ApiKey key = key("a", null, 100, 1);
    Granted huge = (Granted) rates.request(key, 5_000);
    huge.charge().settle(100);
    assertThat(((Refused) rates.request(key, 5_000)).waitMillis()).isEqualTo(60_000);
  }

  @Test
  void keysDoNotShareTheirLimits() {
    assertThat(granted(key("a", 3, null, 1), 10)).isEqualTo(3);
    assertThat(granted(key("b", 3, null, 1), 10)).isEqualTo(3);
  }

  @Test
  void anotherLimitCountsFromWhatWasUsed() {
    granted(key("a", 10, null, 1), 8);
    assertThat(granted(key("a", 5, null, 1), 10)).isZero();
    assertThat(granted(key("a", 20, null, 1), 30)).isEqualTo(12);
    assertThat(granted(key("a", null, null, 1), 30)).isEqualTo(30);
  }

  @Test
  void feedbackHasItsOwnLimit() {
    ApiKey key = key("a", 1, null, 2);
    granted(key, 1);
    assertThat(rates.feedback(key)).isZero();
    assertThat(rates.feedback(key)).isZero();
    assertThat(rates.feedback(key)).isEqualTo(30_000);
  }

  @Test
  void whoHasNoKeyAnyMoreIsForgotten() {
    granted(key("a", 3, null, 1), 3);
    rates.retain(Set.of("b"));
    assertThat(granted(key("a", 3, null, 1), 3)).isEqualTo(3);
  }
}
