package io.homeostat.monitor.topology;

import io.homeostat.events.EventCodec;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.events.MalformedEventException;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.MonitorMetrics;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the latest verdict about every judge in each process, because a judge's verdict lies on the
 * judge's partition and not on that of the services it scores.
 */
final class JudgeVerdicts implements Processor<String, byte[], Void, Void> {
  static final String STORE = "judges";
  static final byte CALIBRATED = 1;

  private static final String KIND = "|Judge|";

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
        store.put(verdict.subject(), new byte[] {verdict.mayGate() ? CALIBRATED : 0});
      }
    } catch (MalformedEventException e) {
      metrics.malformedVerdict();
    }
  }
}
