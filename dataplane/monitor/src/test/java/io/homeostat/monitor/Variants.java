package io.homeostat.monitor;

import io.homeostat.events.Score;
import io.homeostat.monitor.definitions.ChartPlan;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.MonitorDefinition.Anchor;
import io.homeostat.monitor.definitions.ReleaseParts;
import io.homeostat.monitor.definitions.ServiceDefinition;
import io.homeostat.statistics.streams.FalseAlarmPromise;
import java.util.List;
import java.util.Map;

/** What the toy world has, changed in one respect. */
public final class Variants {
  private Variants() {}

  /** That service under another name. */
  public static ServiceDefinition named(String name, ServiceDefinition service) {
    return new ServiceDefinition(
        name,
        service.capabilities(),
        service.windowMillis(),
        service.latenessMillis(),
        service.judge(),
        service.monitors(),
        service.canaries(),
        service.weights(),
        service.releases());
  }

  /** That service with known releases. */
  public static ServiceDefinition made(ReleaseParts releases, ServiceDefinition service) {
    return new ServiceDefinition(
        service.name(),
        service.capabilities(),
        service.windowMillis(),
        service.latenessMillis(),
        service.judge(),
        service.monitors(),
        service.canaries(),
        service.weights(),
        releases);
  }

  /** That monitor with another promise. */
  public static MonitorDefinition promising(MonitorDefinition monitor, FalseAlarmPromise promise) {
    return new MonitorDefinition(
        monitor.subject(),
        monitor.uid(),
        monitor.specDigest(),
        monitor.signals(),
        monitor.settings(),
        promise,
        monitor.anchor(),
        monitor.prices(),
        monitor.suspended(),
        monitor.seasonal(),
        monitor.charts());
  }

  /** That monitor with another anchor. */
  public static MonitorDefinition anchored(MonitorDefinition monitor, Anchor anchor) {
    return new MonitorDefinition(
        monitor.subject(),
        monitor.uid(),
        monitor.specDigest(),
        monitor.signals(),
        monitor.settings(),
        monitor.promise(),
        anchor,
        monitor.prices(),
        monitor.suspended(),
        monitor.seasonal(),
        monitor.charts());
  }

  /** That monitor with charts, by the names of their signals. */
  public static MonitorDefinition charting(
      MonitorDefinition monitor, Map<String, List<ChartPlan>> charts) {
    return new MonitorDefinition(
        monitor.subject(),
        monitor.uid(),
        monitor.specDigest(),
        monitor.signals(),
        monitor.settings(),
        monitor.promise(),
        monitor.anchor(),
        monitor.prices(),
        monitor.suspended(),
        monitor.seasonal(),
        charts);
  }

  /** That score of another service. */
  public static Score of(String service, Score score) {
    return new Score(
        score.schemaVersion(),
        score.interactionId(),
        score.responseId(),
        service,
        score.release(),
        score.role(),
        score.planRevision(),
        score.session(),
        score.capability(),
        score.timeMillis(),
        score.scorerSet(),
        score.parts(),
        score.composite(),
        score.unscoredReason(),
        score.failed(),
        score.gating(),
        score.answerDigest(),
        score.pair(),
        score.measures(),
        score.details());
  }
}
