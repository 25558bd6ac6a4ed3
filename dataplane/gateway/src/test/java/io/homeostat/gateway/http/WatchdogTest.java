package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private static final long NEVER = Long.MAX_VALUE;

  private final AtomicLong now = new AtomicLong();
  private final Patrol patrol = new Patrol(now::get);
  private final List<String> expired = new ArrayList<>();

  private Watchdog dog(String name, long latest) {
    return new Watchdog(patrol, latest, () -> expired.add(name));
  }

  private void roundAt(long millis) {
    now.set(millis);
    patrol.look();
  }

  @Test
  void itTellsOnceThatNothingHappenedForTooLong() {
    dog("a", NEVER).watch(100);
    roundAt(99);
    assertThat(expired).isEmpty();
    roundAt(100);
    roundAt(500);
    assertThat(expired).containsExactly("a");
  }

  @Test
  void whatHappensGivesItPatienceAgainUntilItIsTooLateForAnything() {
    Watchdog dog = dog("a", 250);
    dog.watch(100);
    for (long millis = 50; millis < 250; millis += 50) {
      now.set(millis);
      dog.touch();
      patrol.look();
    }
    assertThat(expired).isEmpty();
    now.set(250);
    dog.touch();
    patrol.look();
    assertThat(expired).containsExactly("a");
  }

  @Test
  void anotherPatienceReplacesTheFirst() {
    Watchdog dog = dog("a", NEVER);
    dog.watch(100);
    dog.watch(300);
    roundAt(299);
    assertThat(expired).isEmpty();
    roundAt(300);
    assertThat(expired).containsExactly("a");
  }

  @Test
  void oneThatSleepsIsLeftInPeaceAndTheOthersAreNot() {
    List<Watchdog> dogs = List.of(dog("a", NEVER), dog("b", NEVER), dog("c", NEVER));
    dogs.forEach(dog -> dog.watch(100));
    dogs.get(0).stop();
    dogs.get(0).stop();
    roundAt(100);
    assertThat(expired).containsExactlyInAnyOrder("b", "c");
  }

  @Test
  void oneThatExpiresMayStopOthersAndWakeItself() {
    Watchdog other = dog("other", NEVER);
    Watchdog[] self = new Watchdog[1];
    self[0] =
        new Watchdog(
            patrol,
            NEVER,
            () -> {
              expired.add("self");
              other.stop();
              self[0].watch(100);
            });
    other.watch(100);
    self[0].watch(50);
    roundAt(50);
    roundAt(100);
    roundAt(150);
    assertThat(expired).containsExactly("self", "self");
  }
}
