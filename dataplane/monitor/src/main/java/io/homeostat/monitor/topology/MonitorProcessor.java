package io.homeostat.monitor.topology;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.DeadLetter;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.EventCodec;
import io.homeostat.events.MalformedEventException;
import io.homeostat.events.Topics;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.MonitorMetrics;
import io.homeostat.monitor.ServiceMonitor;
import io.homeostat.monitor.definitions.Definitions;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the records of one partition to the decisions and writes what they say; a record that
 * cannot be used never stops it.
 */
final class MonitorProcessor implements Processor<String, byte[], String, byte[]> {
  static final String STORE = "state";
  static final String VERDICTS = "verdicts";
  static final String DEAD_LETTERS = "dead-letters";

  private static final Logger LOG = LoggerFactory.getLogger(MonitorProcessor.class);
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final Supplier<Definitions> definitions;
  private final MonitorMetrics metrics;
  private ProcessorContext<String, byte[]> context;
  private StoreTable table;
  private ServiceMonitor monitor;

  MonitorProcessor(Supplier<Definitions> definitions, MonitorMetrics metrics) {
    this.definitions = definitions;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<String, byte[]> newContext) {
    context = newContext;
    table = new StoreTable(context.getStateStore(STORE));
    context.<Checkpoints>getStateStore(Checkpoints.STORE).before(table::checkpoint);
    KeyValueStore<String, byte[]> judges = context.getStateStore(JudgeVerdicts.STORE);
    monitor = new ServiceMonitor(table, definitions, new JudgeVerdicts.Kept(judges), metrics);
    context.schedule(SWEEP, PunctuationType.WALL_CLOCK_TIME, _ -> sweep());
  }

  @Override
  public void process(Record<String, byte[]> record) {
    String topic = context.recordMetadata().map(RecordMetadata::topic).orElse("");
    metrics.record(topic);
    List<Verdict> verdicts;
    try {
      verdicts = take(topic, record);
    } catch (MalformedEventException e) {
      bury(record, e.getMessage());
      return;
    } catch (KafkaException e) {
      throw e; // not the record's fault: the thread begins anew from the last commit
    } catch (RuntimeException e) {
      LOG.error("a record of {} could not be processed and goes to the dead letters", topic, e);
      bury(record, "the monitor could not process it: " + e.getClass().getSimpleName());
      return;
    }
    table.commit();
    verdicts.forEach(verdict -> publish(verdict, record.timestamp()));
  }

  private List<Verdict> take(String topic, Record<String, byte[]> record)
      throws MalformedEventException {
    if (topic.equals(Topics.FEEDBACK)) {
      monitor.feedback(Inputs.feedback(record.key(), record.value(), record.timestamp()));
      return List.of();
    }
    return monitor.score(
        Inputs.score(record.key(), record.value(), record.timestamp()), record.timestamp());
  }

  private void publish(Verdict verdict, long timestamp) {
    metrics.verdict(verdict);
    if (verdict instanceof DriftVerdict drift) {
      metrics.streams(context.taskId().partition(), drift);
    }
    context.forward(new Record<>(verdict.key(), EventCodec.encode(verdict), timestamp), VERDICTS);
    if (verdict instanceof CanaryVerdict canary && isNewDecision(canary, timestamp)) {
      context.commit(); // readers see it with the commit, which else comes up to a second later
    }
  }

  private static boolean isNewDecision(CanaryVerdict canary, long timestamp) {
    return canary.decidingScoreMillis() != null && canary.decidingScoreMillis() == timestamp;
  }

  private void bury(Record<String, byte[]> record, String reason) {
    table.rollback();
    metrics.deadLetter();
    RecordMetadata from = context.recordMetadata().orElseThrow();
    DeadLetter letter =
        DeadLetter.of(
            "monitor",
            from.topic(),
            from.partition(),
            from.offset(),
            reason,
            record.key(),
            record.value());
    context.forward(
        new Record<>(letter.recordKey(), EventCodec.encode(letter), record.timestamp()),
        DEAD_LETTERS);
  }

  private void sweep() {
    List<String> withdrawn = monitor.forgetUndeclared();
    table.commit();
    for (String key : withdrawn) {
      metrics.withdrawn(key);
      context.forward(new Record<>(key, null, context.currentSystemTimeMs()), VERDICTS);
    }
  }

  @Override
  public void close() {
    metrics.released(context.taskId().partition());
  }
}
