package io.homeostat.scorer.policy;

import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.judge.Judge;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.events.JudgeUsage;
import io.homeostat.events.JudgeVerdict;
import io.homeostat.judge.Calibration;
import io.homeostat.judge.CalibrationItem;
import io.homeostat.judge.JudgeClient;
import io.homeostat.judge.JudgeSampling;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
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
  private static final long USAGE_MILLIS = 30_000;

  private final Map<String, Judge> judges = new ConcurrentHashMap<>();
  private final Map<String, Last> last = new HashMap<>();
  private final Definitions definitions;
  private final JudgeSources sources;
  private final JudgeClients clients;
  private final JudgeMemory memory;
  private final Consumer<JudgeVerdict> verdicts;
  private final Clock clock;

  /**
   * What was calibrated, what came of it, and when it or its usage was told.
   *
   * @param nextMillis when it is calibrated again
   * @param attempts calibrations in a row that the judge did not answer
   */
  private record Last(
      String inputs, JudgeVerdict verdict, long nextMillis, int attempts, long toldMillis) {}

  public JudgeCalibrator(
      Definitions definitions,
      JudgeSources sources,
      JudgeClients clients,
      JudgeMemory memory,
      Consumer<JudgeVerdict> verdicts,
      Clock clock) {
    this.definitions = definitions;
    this.sources = sources;
    this.clients = clients;
    this.memory = memory;
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
    last.keySet().retainAll(judges.keySet());
    for (Judge judge : new TreeMap<>(judges).values()) {
      try {
        calibrateIfDue(judge);
      } catch (JudgeSources.MissingReferenceException | IllegalArgumentException e) {
        refuse(judge, e.getMessage());
      } catch (RuntimeException e) {
        LOG.warn("judge {} could not be calibrated, trying again: {}", name(judge), e.toString());
      }
      tellUsage(name(judge));
    }
  }

  private void calibrateIfDue(Judge judge)
      throws JudgeSources.MissingReferenceException, InterruptedException {
    JudgeSources.Found found = sources.read(judge);
    JudgeSpec spec = judge.getSpec();
    String name = name(judge);
    String inputs =
        CanonicalJson.digest(List.of(spec, String.valueOf(found.apiKey()), found.items()));
    Last before = last.get(name);
    boolean same = before != null && before.inputs().equals(inputs);
    if (same && clock.millis() < before.nextMillis()) {
      return;
    }
    List<CalibrationItem> items = items(spec, found);
    memory.budget(name).limit(spec.budget());
    JudgeClient client = clients.of(name, spec, found.apiKey(), memory.budget(name));
    String digest = JudgeVerdicts.digest(spec);
    String frozenInputs = CanonicalJson.sha256(digest + "\n" + found.items());
    String uid = judge.getMetadata().getUid();
    JudgeSampling sampling = JudgeSampling.of(spec);
    boolean trusted = (before == null || same) && memory.mayGate(name, uid, frozenInputs);
    definitions.putJudge(name, new JudgeHandle(digest, client, trusted, sampling));
    Calibration.Outcome outcome = new Calibration(spec.calibration()).measure(client, items);
    JudgeVerdict verdict =
        JudgeVerdicts.of(
            judge,
            outcome,
            frozenInputs,
            memory.frozen(name, uid, frozenInputs).orElse(null),
            memory.budget(name).usage(),
            clock.millis());
    definitions.putJudge(name, new JudgeHandle(digest, client, verdict.mayGate(), sampling));
    Schedule schedule = new Schedule(spec.calibration(), same ? before.attempts() : 0);
    tell(
        name,
        inputs,
        verdict,
        clock.millis() + schedule.pauseMillis(verdict),
        schedule.attempts(verdict));
  }

  private static List<CalibrationItem> items(JudgeSpec spec, JudgeSources.Found found) {
    return CalibrationItem.parse(
        found.items(), spec.rubric().dimensions().stream().map(JudgeSpec.Dimension::name).toList());
  }

  private void refuse(Judge judge, String message) {
    definitions.removeJudge(name(judge));
    Last before = last.get(name(judge));
    if (before == null || !before.inputs().equals(message)) {
      LOG.warn("judge {} is not usable: {}", name(judge), message);
      tell(
          name(judge),
          message,
          JudgeVerdicts.unusable(
              judge, message, memory.budget(name(judge)).usage(), clock.millis()),
          0,
          0);
    }
  }

  private void tell(
      String name, String inputs, JudgeVerdict verdict, long nextMillis, int attempts) {
    LOG.info("judge {}: {} ({})", name, verdict.reason(), verdict.message());
    last.put(name, new Last(inputs, verdict, nextMillis, attempts, clock.millis()));
    memory.published(verdict);
    verdicts.accept(verdict);
  }

  /** Publishes what the day used since, so that a restart or another scorer goes on from there. */
  private void tellUsage(String name) {
    Last told = last.get(name);
    JudgeUsage now = memory.budget(name).usage();
    if (told != null
        && clock.millis() - told.toldMillis() >= USAGE_MILLIS
        && !now.equals(told.verdict().usage())) {
      JudgeVerdict verdict = told.verdict().withUsage(now);
      last.put(
          name,
          new Last(told.inputs(), verdict, told.nextMillis(), told.attempts(), clock.millis()));
      memory.published(verdict);
      verdicts.accept(verdict);
    }
  }

  private static String name(Judge judge) {
    return judge.getMetadata().getNamespace() + "/" + judge.getMetadata().getName();
  }
}
