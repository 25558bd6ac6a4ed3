package io.homeostat.operator.frame;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.crds.common.CanonicalJson;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events of {@code events.k8s.io/v1} from one background thread. An event's name is derived
 * from its object, reason and note, so that the same event is one object however often and by
 * however many processes it is told.
 */
public final class KubernetesEventRecorder implements EventRecorder, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KubernetesEventRecorder.class);
  private static final String CONTROLLER = "homeostat.io/operator";
  private static final String ACTION = "Reconcile";
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
  private static final Duration REPEAT_AFTER = Duration.ofMinutes(5);
  private static final int LONGEST_NOTE = 1_000;
  private static final int REMEMBERED = 2_000;
  private static final int WAITING = 500;
  private static final int DIGEST_DIGITS = 16;
  private static final int LONGEST_NAME = 200;

  private final KubernetesClient client;
  private final String instance;
  private final Clock clock;
  private final ThreadPoolExecutor writer;
  private final Map<String, Instant> told =
      new LinkedHashMap<>(16, .75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > REMEMBERED;
        }
      };

  /**
   * Starts the background thread.
   *
   * @param instance name of this pod, shown as the reporting instance
   */
  public KubernetesEventRecorder(KubernetesClient client, String instance, Clock clock) {
    this.client = client;
    this.instance = instance;
    this.clock = clock;
    this.writer =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("event-recorder").factory(),
            (task, executor) ->
                LOG.warn("an event was dropped: {} others wait to be written", WAITING));
  }

  @Override
  public void normal(HasMetadata regarding, Enum<?> reason, String note) {
    tell(regarding, "Normal", reason, note);
  }

  @Override
  public void warning(HasMetadata regarding, Enum<?> reason, String note) {
    tell(regarding, "Warning", reason, note);
  }

  /** Writes what still waits, for at most two seconds. */
  @Override
  public void close() {
    writer.shutdown();
    try {
      writer.awaitTermination(2, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(HasMetadata regarding, String type, Enum<?> reason, String note) {
    Event event = event(regarding, type, reason, note);
    Instant now = clock.instant();
    synchronized (told) {
      Instant before = told.get(event.getMetadata().getName());
      if (before != null && before.plus(REPEAT_AFTER).isAfter(now)) {
        return;
      }
      told.put(event.getMetadata().getName(), now);
    }
    LOG.info(
        "{} {}/{}: {} {}",
        regarding.getKind(),
        regarding.getMetadata().getNamespace(),
        regarding.getMetadata().getName(),
        reason.name(),
        note);
    writer.execute(() -> write(event));
  }

  private void write(Event event) {
    try {
      client.resource(event).create();
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        repeat(event);
      } else {
        LOG.warn("event {} was not written: {}", event.getMetadata().getName(), e.getMessage());
      }
    } catch (RuntimeException e) {
      LOG.warn("event {} was not written: {}", event.getMetadata().getName(), e.getMessage());
    }
  }

  private void repeat(Event event) {
    try {
      client
          .resource(event)
          .edit(
              found -> {
                int count = found.getSeries() == null ? 1 : found.getSeries().getCount();
                return new EventBuilder(found)
                    .withNewSeries()
                    .withCount(count + 1)
                    .withLastObservedTime(event.getEventTime())
                    .endSeries()
                    .build();
              });
    } catch (RuntimeException e) {
      LOG.debug(
          "event {} was not counted again: {}", event.getMetadata().getName(), e.getMessage());
    }
  }

  private Event event(HasMetadata regarding, String type, Enum<?> reason, String note) {
    String text = note.length() <= LONGEST_NOTE ? note : note.substring(0, LONGEST_NOTE - 1) + "…";
    String digest =
        CanonicalJson.sha256(
                String.join("\n", regarding.getMetadata().getUid(), reason.name(), text))
            .substring(0, DIGEST_DIGITS);
    String subject = regarding.getMetadata().getName();
    String name = subject.substring(0, Math.min(subject.length(), LONGEST_NAME)) + "." + digest;
    return new EventBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(regarding.getMetadata().getNamespace())
        .endMetadata()
        .withType(type)
        .withReason(reason.name())
        .withAction(ACTION)
        .withNote(text)
        .withReportingController(CONTROLLER)
        .withReportingInstance(instance)
        .withEventTime(new MicroTime(MICROS.format(clock.instant())))
        .withRegarding(
            new ObjectReferenceBuilder()
                .withApiVersion(regarding.getApiVersion())
                .withKind(regarding.getKind())
                .withNamespace(regarding.getMetadata().getNamespace())
                .withName(subject)
                .withUid(regarding.getMetadata().getUid())
                .withResourceVersion(regarding.getMetadata().getResourceVersion())
                .build())
        .build();
  }
}
