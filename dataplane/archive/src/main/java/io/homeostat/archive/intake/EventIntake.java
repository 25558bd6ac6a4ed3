package io.homeostat.archive.intake;

import io.homeostat.archive.store.EventStore;
import io.homeostat.dataplane.EventProducer;
import io.homeostat.events.EventCodec;
import io.homeostat.events.Feedback;
import io.homeostat.events.Interaction;
import io.homeostat.events.MalformedEventException;
import io.homeostat.events.Score;
import io.homeostat.events.Topics;
import io.homeostat.events.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves events from Kafka into PostgreSQL, a batch at a time: the offsets are committed after the
 * rows, and a row that comes twice stays one. While the database is away the batch waits; a record
 * that cannot be read or stored goes to the dead letters.
 */
public final class EventIntake implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventIntake.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String NAME = "archive";
  private static final String CONNECTION_ERROR_CLASS = "08";
  private static final List<String> TEMPORARY =
      List.of(CONNECTION_ERROR_CLASS, "53", "57", "58", "40", "55");

  private final Consumer<String, byte[]> consumer;
  private final EventProducer deadLetters;
  private final Map<String, Table<?>> tables;
  private final MeterRegistry registry;
  private final Counter retries;
  private volatile boolean running = true;

  public EventIntake(
      Consumer<String, byte[]> consumer,
      EventProducer deadLetters,
      EventStore store,
      MeterRegistry registry) {
    this.consumer = consumer;
    this.deadLetters = deadLetters;
    this.registry = registry;
    this.retries =
        Counter.builder(ArchiveMetrics.RETRIES)
            .description("batches that waited for the database")
            .register(registry);
    this.tables =
        Map.of(
            Topics.INTERACTIONS,
                new Table<>(Interaction.class, Interaction::id, store::interactions),
            Topics.SCORES, new Table<>(Score.class, Score::interactionId, store::scores),
            Topics.FEEDBACK, new Table<>(Feedback.class, Feedback::id, store::feedback),
            Topics.VERDICTS, new Table<>(Verdict.class, Verdict::subject, store::verdicts));
  }

  /** Reads until {@link #close}; run it on a thread of its own. */
  public void run() {
    consumer.subscribe(tables.keySet());
    try {
      while (running) {
        consumer.resume(consumer.paused());
        ConsumerRecords<String, byte[]> batch = consumer.poll(POLL);
        for (var table : tables.entrySet()) {
          List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
          batch.records(table.getKey()).forEach(records::add);
          store(table.getValue(), records);
        }
        commit();
      }
    } catch (WakeupException e) {
      LOG.debug("woken to stop");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      consumer.close();
    }
  }

  @Override
  public void close() {
    running = false;
    consumer.wakeup();
  }

  private <T> void store(Table<T> table, List<ConsumerRecord<String, byte[]>> records)
      throws InterruptedException {
    List<T> items = new ArrayList<>();
    List<ConsumerRecord<String, byte[]>> sources = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> record : records) {
      if (record.value() == null && record.topic().equals(Topics.VERDICTS)) {
        continue; // the subject of a verdict was deleted; its last verdict is kept as history
      }
      try {
        items.add(table.read(record.value()));
        sources.add(record);
      } catch (MalformedEventException e) {
        deadLetter(record, e.getMessage());
      }
    }
    if (items.isEmpty()) {
      return;
    }
    if (!written(table, items)) {
      for (int i = 0; i < items.size(); i++) {
        if (!written(table, List.of(items.get(i)))) {
          deadLetter(sources.get(i), "the database refuses the record");
        }
      }
    }
    registry
        .counter(ArchiveMetrics.STORED, "type", table.type().getSimpleName())
        .increment(items.size());
  }

  /** Writes a batch, waiting while the database is away; false when it refuses the content. */
  private <T> boolean written(Table<T> table, List<T> items) throws InterruptedException {
    while (running) {
      try {
        table.writer().write(items);
        return true;
      } catch (SQLException e) {
        if (!temporary(e)) {
          LOG.warn(
              "the database refuses {} {}: SQL state {}",
              items.size(),
              table.type().getSimpleName(),
              e.getSQLState());
          return false;
        }
        retries.increment();
        LOG.warn("the database is away, {} records wait: {}", items.size(), e.getMessage());
        waitAMoment();
      }
    }
    throw new WakeupException();
  }

  /** Stays a member of its group however long it takes; what comes meanwhile is read again. */
  private void waitAMoment() {
    consumer.pause(consumer.assignment());
    ConsumerRecords<String, byte[]> early = consumer.poll(PAUSE);
    early
        .partitions()
        .forEach(
            partition -> consumer.seek(partition, early.records(partition).getFirst().offset()));
  }

  private static boolean temporary(SQLException e) {
    String state = e.getSQLState();
    return state == null || state.length() < 2 || TEMPORARY.contains(state.substring(0, 2));
  }

  private void deadLetter(ConsumerRecord<String, byte[]> record, String reason)
      throws InterruptedException {
    registry.counter(ArchiveMetrics.DEAD_LETTERS).increment();
    deadLetters.deadLetter(NAME, record, reason);
  }

  private void commit() {
    try {
      consumer.commitSync();
    } catch (CommitFailedException e) {
      LOG.info(
          "another instance took over some partitions; it stores their records again, to the same"
              + " effect");
    }
  }

  /** How the records of one topic are read and written. */
  private record Table<T>(Class<T> type, Function<T, String> id, Writer<T> writer) {
    T read(byte[] bytes) throws MalformedEventException {
      T item = EventCodec.decode(bytes, type);
      String found = id.apply(item);
      if (found == null || found.isBlank()) {
        throw new MalformedEventException(
            "expected a %s with an id, found none".formatted(type.getSimpleName()));
      }
      return item;
    }
  }

  /** Writes a batch. */
  @FunctionalInterface
  private interface Writer<T> {
    void write(List<T> items) throws SQLException;
  }
}
