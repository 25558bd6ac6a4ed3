package io.homeostat.monitor.topology;

import io.homeostat.events.EventCodec;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.events.MalformedEventException;
import io.homeostat.events.RescoringVerdict;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.JudgeTrust;
import io.homeostat.monitor.JudgeWord;
import io.homeostat.monitor.MonitorMetrics;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the latest verdict about every judge in each process, because a judge's verdict lies on the
 * judge's partition and not on that of the services it scores; and what judges said of stored
 * answers, which scorers write.
 */
final class JudgeVerdicts implements Processor<String, byte[], Void, Void> {
  static final String STORE = "judges";

  private static final String KIND = "|Judge|";
  private static final String RESCORING = "|Rescoring|";

  private final MonitorMetrics metrics;
  private KeyValueStore<String, byte[]> store;

  JudgeVerdicts(MonitorMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    store = context.getStateStore(STORE);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    if (record.key() != null && record.key().contains(RESCORING)) {
      store.put(record.key(), record.value());
      return;
    }
    if (record.key() == null || !record.key().contains(KIND)) {
      return;
    }
    String judge = record.key().substring(record.key().indexOf(KIND) + KIND.length());
    if (record.value() == null) {
      store.delete(judge);
      return;
    }
    try {
      if (EventCodec.decode(record.value(), Verdict.class) instanceof JudgeVerdict verdict) {
        store.put(verdict.subject(), record.value());
      }
    } catch (MalformedEventException e) {
      metrics.malformedVerdict();
    }
  }

  /** Reads the kept verdicts; each is decoded once. */
  static final class Kept implements JudgeTrust {
    private final KeyValueStore<String, byte[]> store;
    private final Map<String, Word> words = new HashMap<>();

    Kept(KeyValueStore<String, byte[]> store) {
      this.store = store;
    }

    private record Word(byte[] stored, Optional<JudgeWord> word) {}

    @Override
    public Optional<JudgeWord> latest(String judge) {
      byte[] stored = store.get(judge);
      if (stored == null) {
        words.remove(judge);
        return Optional.empty();
      }
      Word known = words.get(judge);
      if (known == null || !Arrays.equals(known.stored(), stored)) {
        known = new Word(stored, decoded(stored));
        words.put(judge, known);
      }
      return known.word();
    }

    @Override
    public Optional<RescoringVerdict> rescored(String service, String monitor, String capability) {
      byte[] stored = store.get(RescoringVerdict.key(service, monitor, capability));
      try {
        return stored != null
                && EventCodec.decode(stored, Verdict.class) instanceof RescoringVerdict verdict
            ? Optional.of(verdict)
            : Optional.empty();
      } catch (MalformedEventException e) {
        return Optional.empty(); // of another version: unknown until it is done again
      }
    }

    private static Optional<JudgeWord> decoded(byte[] stored) {
      try {
        return EventCodec.decode(stored, Verdict.class) instanceof JudgeVerdict verdict
            ? Optional.of(JudgeWord.of(verdict))
            : Optional.empty();
      } catch (MalformedEventException e) {
        return Optional.empty(); // of another version: unknown until the judge's next verdict
      }
    }
  }
}
