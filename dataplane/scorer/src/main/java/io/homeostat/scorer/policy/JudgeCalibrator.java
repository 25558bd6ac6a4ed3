package io.homeostat.scorer.policy;

import dev.langchain4j.model.chat.ChatModel;
import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.judge.Judge;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.events.EventCodec;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.scorer.judge.Calibration;
import io.homeostat.scorer.judge.CalibrationItem;
import io.homeostat.scorer.judge.JudgeClient;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calibrates each Judge when it, its items or its credentials change, then again on its schedule,
 * and tells the pipeline and the world the result. A judge gates only while its latest calibration
 * says so.
 */
public final class JudgeCalibrator {
  private static final Logger LOG = LoggerFactory.getLogger(JudgeCalibrator.class);
  private static final int DEFAULT_REPEAT_SECONDS = 86_400;
  private static final long RETRY_MILLIS = 15_000;

  private final Map<String, Judge> judges = new ConcurrentHashMap<>();
  private final Map<String, Last> last = new HashMap<>();
  private final Definitions definitions;
  private final JudgeSources sources;
  private final BiFunction<JudgeSpec, String, ChatModel> models;
  private final Consumer<JudgeVerdict> verdicts;
  private final Clock clock;

  /** What was calibrated, when, and how it ended. */
  private record Last(String inputs, long atMillis, boolean calibrated) {}

  public JudgeCalibrator(
      Definitions definitions,
      JudgeSources sources,
      BiFunction<JudgeSpec, String, ChatModel> models,
      Consumer<JudgeVerdict> verdicts,
      Clock clock) {
    this.definitions = definitions;
    this.sources = sources;
    this.models = models;
    this.verdicts = verdicts;
    this.clock = clock;
  }

  /** Takes over a Judge as it is now. */
  public void put(Judge judge) {
    judges.put(name(judge), judge);
  }

  /** Forgets a Judge. */
  public void remove(Judge judge) {
    judges.remove(name(judge));
    definitions.removeJudge(name(judge));
  }

  /**
   * Calibrates what is due; call it every few seconds from one thread.
   *
   * @throws InterruptedException when the thread is stopped
   */
  public void tick() throws InterruptedException {
    for (Judge judge : new TreeMap<>(judges).values()) {
      try {
        calibrateIfDue(judge);
      } catch (JudgeSources.MissingReferenceException | IllegalArgumentException e) {
        refuse(judge, e.getMessage());
      } catch (RuntimeException e) {
        LOG.warn("judge {} could not be calibrated, trying again: {}", name(judge), e.toString());
      }
    }
  }

  private void calibrateIfDue(Judge judge)
      throws JudgeSources.MissingReferenceException, InterruptedException {
    JudgeSources.Found found = sources.read(judge);
    JudgeSpec spec = judge.getSpec();
    String digest = digest(spec);
    String inputs =
        CanonicalJson.sha256(
            digest
                + "\n"
                + found.apiKey()
                + "\n"
                + found.items()
                + "\n"
                + CanonicalJson.digest(spec.calibration()));
    Last before = last.get(name(judge));
    if (before != null
        && before.inputs().equals(inputs)
        && clock.millis() < nextMillis(before, spec)) {
      return;
    }
    List<CalibrationItem> items =
        CalibrationItem.parse(
            found.items(),
            spec.rubric().dimensions().stream().map(JudgeSpec.Dimension::name).toList());
    JudgeClient client = new JudgeClient(spec, models.apply(spec, found.apiKey()));
    boolean stillTrusted = before != null && before.inputs().equals(inputs) && before.calibrated();
    definitions.putJudge(name(judge), new JudgeHandle(digest, client, stillTrusted));
    Calibration.Outcome outcome = new Calibration(spec.calibration()).measure(client, items);
    definitions.putJudge(name(judge), new JudgeHandle(digest, client, outcome.calibrated()));
    last.put(name(judge), new Last(inputs, clock.millis(), outcome.calibrated()));
    LOG.info("judge {}: {} ({})", name(judge), outcome.reason(), outcome.message());
    publish(judge, digest, outcome, outcome.message());
  }

  private static long nextMillis(Last before, JudgeSpec spec) {
    Integer repeat = spec.calibration().repeatSeconds();
    return before.atMillis()
        + (before.calibrated()
            ? 1000L * (repeat == null ? DEFAULT_REPEAT_SECONDS : repeat)
            : RETRY_MILLIS);
  }

  private void refuse(Judge judge, String message) {
    definitions.removeJudge(name(judge));
    Last before = last.put(name(judge), new Last(message, clock.millis(), false));
    if (before == null || !before.inputs().equals(message)) {
      LOG.warn("judge {} is not usable: {}", name(judge), message);
      publish(
          judge,
          digest(judge.getSpec()),
          new Calibration.Outcome(false, "ItemsNotUsable", null, null, null, 0, 0),
          message);
    }
  }

  private void publish(Judge judge, String digest, Calibration.Outcome outcome, String message) {
    verdicts.accept(
        new JudgeVerdict(
            EventCodec.SCHEMA_VERSION,
            name(judge),
            judge.getMetadata().getUid(),
            name(judge),
            clock.millis(),
            digest,
            outcome.calibrated(),
            outcome.kappa(),
            outcome.kappaLower(),
            outcome.bias(),
            outcome.items(),
            outcome.unscored(),
            outcome.reason(),
            message));
  }

  private static String digest(JudgeSpec spec) {
    return CanonicalJson.digest(
        Map.of("endpoint", spec.endpoint(), "model", spec.model(), "rubric", spec.rubric()));
  }

  private static String name(Judge judge) {
    return judge.getMetadata().getNamespace() + "/" + judge.getMetadata().getName();
  }
}
