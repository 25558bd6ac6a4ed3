package io.homeostat.scorer.rescoring;

import io.homeostat.events.DriftVerdict;
import io.homeostat.events.RescoringVerdict;
import io.homeostat.scorer.policy.Definitions;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the answers of each drift are rated again once: what could not be done is tried
 * again later, what was done before a restart is known. One capability at a time.
 */
final class Rescorings {
  /** How far two estimates of the moment of one change may lie apart. */
  static final Duration SAME_CHANGE = Duration.ofMinutes(10);

  static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Rescorings.class);

  private final Map<String, Long> done = new ConcurrentHashMap<>();
  private final Map<String, Long> nextMillis = new HashMap<>();
  private final Rescoring rescoring;
  private final Consumer<RescoringVerdict> publisher;
  private final Executor worker;
  private final Clock clock;
  private volatile boolean busy;

  /**
   * Wires it.
   *
   * @param worker runs what takes long
   */
  Rescorings(
      Definitions definitions,
      StoredAnswers answers,
      Consumer<RescoringVerdict> publisher,
      Executor worker,
      Clock clock) {
    this.rescoring = new Rescoring(definitions, answers, clock);
    this.publisher = publisher;
    this.worker = worker;
    this.clock = clock;
  }

  /** Takes in what was published. */
  void published(RescoringVerdict verdict) {
    done.merge(key(verdict.subjectUid(), verdict.capability()), verdict.sinceMillis(), Math::max);
  }

  /** Starts what a verdict asks for, at most one at a time; call it from one thread. */
  void look(DriftVerdict verdict) {
    for (DriftVerdict.Stream stream : verdict.streams()) {
      String key = key(verdict.subjectUid(), stream.capability());
      if (!busy
          && rescoring.concerns(verdict, stream)
          && !isDone(key, stream.sinceMillis())
          && clock.millis() >= nextMillis.getOrDefault(key, Long.MIN_VALUE)) {
        nextMillis.put(key, clock.millis() + PAUSE.toMillis());
        busy = true;
        worker.execute(() -> rate(verdict, stream));
      }
    }
  }

  private boolean isDone(String key, long sinceMillis) {
    Long known = done.get(key);
    return known != null && Math.abs(known - sinceMillis) <= SAME_CHANGE.toMillis();
  }

  private void rate(DriftVerdict verdict, DriftVerdict.Stream stream) {
    try {
      rescoring
          .rate(verdict, stream)
          .ifPresent(
              found -> {
                LOG.info(
                    "the judge's part of the drop of {} in {} is {}",
                    found.capability(),
                    found.service(),
                    found.judgePart());
                published(found);
                publisher.accept(found);
              });
    } catch (IOException e) {
      LOG.warn(
          "stored answers of {} could not be rated again, trying again in {} s: {}",
          verdict.service(),
          PAUSE.toSeconds(),
          e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      busy = false;
    }
  }

  private static String key(String uid, String capability) {
    return uid + "|" + capability;
  }
}
