package io.homeostat.monitor;

import io.homeostat.events.CanaryVerdict;
import io.homeostat.events.CostVerdict;
import io.homeostat.events.DriftVerdict;
import io.homeostat.events.Feedback;
import io.homeostat.events.RescoringVerdict;
import io.homeostat.events.Score;
import io.homeostat.events.Verdict;
import io.homeostat.monitor.definitions.Definitions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The decisions without Kafka: records in, verdicts out. */
public final class World implements MonitorCounters {
  public final HeapTable table = new HeapTable();
  public final List<Verdict> verdicts = new ArrayList<>();
  public final Map<LeftOut, Integer> leftOut = new EnumMap<>(LeftOut.class);
  public Definitions definitions;
  public JudgeWord judge = JudgeWord.of(ToyJudge.says(true));
  public RescoringVerdict rescored;
  public int closed;

  private ServiceMonitor monitor = begin();

  public World(Definitions definitions) {
    this.definitions = definitions;
  }

  private ServiceMonitor begin() {
    JudgeTrust trust =
        new JudgeTrust() {
          @Override
          public Optional<JudgeWord> latest(String name) {
            return Optional.of(judge);
          }

          @Override
          public Optional<RescoringVerdict> rescored(
              String service, String subject, String capability) {
            return Optional.ofNullable(rescored)
                .filter(
                    found ->
                        found.key().equals(RescoringVerdict.key(service, subject, capability)));
          }
        };
    return new ServiceMonitor(table, () -> definitions, trust, this);
  }

  /** Forgets everything that is not in the table. */
  public void restart() {
    monitor = begin();
  }

  public void take(Score score) {
    take(score, score.timeMillis() + 2_000);
  }

  /** Takes a score that was written at another time than usual. */
  public void take(Score score, long writtenMillis) {
    verdicts.addAll(monitor.score(score, writtenMillis));
  }

  public void take(Feedback feedback) {
    monitor.feedback(feedback);
  }

  public List<String> forgetUndeclared() {
    return monitor.forgetUndeclared();
  }

  public DriftVerdict drift() {
    return latest(DriftVerdict.class);
  }

  public DriftVerdict.Stream stream(String capability, String signal) {
    return drift().streams().stream()
        .filter(stream -> stream.capability().equals(capability) && stream.signal().equals(signal))
        .findFirst()
        .orElseThrow();
  }

  public CanaryVerdict canary() {
    return latest(CanaryVerdict.class);
  }

  public CostVerdict costs() {
    return latest(CostVerdict.class);
  }

  public int count(LeftOut why) {
    return leftOut.getOrDefault(why, 0);
  }

  private <T extends Verdict> T latest(Class<T> kind) {
    return verdicts.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  @Override
  public void leftOut(LeftOut why) {
    leftOut.merge(why, 1, Integer::sum);
  }

  @Override
  public void closed(int sessions) {
    closed += sessions;
  }
}
