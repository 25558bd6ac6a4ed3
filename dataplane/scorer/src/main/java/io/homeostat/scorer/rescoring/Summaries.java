package io.homeostat.scorer.rescoring;

import io.homeostat.events.DriftVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.events.SummaryVerdict;
import io.homeostat.judge.JudgeUnavailableException;
import io.homeostat.scorer.policy.Definitions;
import io.homeostat.scorer.policy.JudgeHandle;
import io.homeostat.scorer.policy.ScoringPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the judge's model word the evidence of drifts where a policy asks for it: once for each set
 * of streams and causes. Figures and names go in, never a question or an answer.
 */
final class Summaries {
  static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(Summaries.class);
  private static final int MOST_STREAMS = 10;

  private final Map<String, String> done = new ConcurrentHashMap<>();
  private final Map<String, Long> nextMillis = new ConcurrentHashMap<>();
  private final Definitions definitions;
  private final Consumer<SummaryVerdict> publisher;
  private final Executor worker;
  private final Clock clock;

  /**
   * Wires it.
   *
   * @param worker runs what takes long
   */
  Summaries(
      Definitions definitions, Consumer<SummaryVerdict> publisher, Executor worker, Clock clock) {
    this.definitions = definitions;
    this.publisher = publisher;
    this.worker = worker;
    this.clock = clock;
  }

  /** Takes in what was published. */
  void published(SummaryVerdict verdict) {
    done.put(verdict.subjectUid(), verdict.of());
  }

  /** Asks for a summary if one is wanted and missing; call it from one thread. */
  void look(DriftVerdict verdict) {
    ScoringPolicy policy =
        definitions.policy(verdict.service()).filter(ScoringPolicy::summaries).orElse(null);
    String about = SummaryVerdict.about(verdict);
    String uid = verdict.subjectUid();
    if (policy == null
        || about.isEmpty()
        || about.equals(done.get(uid))
        || clock.millis() < nextMillis.getOrDefault(uid, Long.MIN_VALUE)) {
      return;
    }
    JudgeHandle judge = definitions.judge(policy.judge()).orElse(null);
    if (judge != null) {
      nextMillis.put(uid, clock.millis() + PAUSE.toMillis());
      worker.execute(() -> ask(verdict, policy.judge(), judge, about));
    }
  }

  private void ask(DriftVerdict verdict, String name, JudgeHandle judge, String about) {
    try {
      String text = judge.client().summarise(evidence(verdict));
      SummaryVerdict summary =
          new SummaryVerdict(
              EventCodec.SCHEMA_VERSION,
              verdict.subject(),
              verdict.subjectUid(),
              verdict.service(),
              clock.millis(),
              name,
              about,
              text);
      published(summary);
      publisher.accept(summary);
    } catch (JudgeUnavailableException e) {
      LOG.info("no summary of {}, trying again later: {}", verdict.subject(), e.reason());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  static Map<String, String> evidence(DriftVerdict verdict) {
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("service", verdict.service());
    evidence.put("scorers are trusted", Boolean.toString(verdict.judgeTrusted()));
    verdict.streams().stream()
        .filter(stream -> stream.sinceMillis() != null)
        .limit(MOST_STREAMS)
        .forEach(
            stream -> evidence.put(stream.capability() + "/" + stream.signal(), sentence(stream)));
    return evidence;
  }

  private static String sentence(DriftVerdict.Stream stream) {
    return String.format(
        Locale.ROOT,
        "fell by %.3f, from %.3f to %.3f (%.3f to %.3f), since %s; cause %s: %s",
        stream.drop(),
        stream.baseline(),
        stream.current(),
        stream.lower(),
        stream.upper(),
        Instant.ofEpochMilli(stream.sinceMillis()),
        stream.cause(),
        stream.causeEvidence());
  }
}
