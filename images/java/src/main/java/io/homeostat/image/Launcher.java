package io.homeostat.image;

import io.homeostat.archive.ArchiveMain;
import io.homeostat.evaluation.job.EvaluateMain;
import io.homeostat.gateway.GatewayMain;
import io.homeostat.monitor.MonitorMain;
import io.homeostat.operator.OperatorMain;
import io.homeostat.scorer.ScorerMain;
import io.homeostat.webhooks.WebhooksMain;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entry point of the image: starts the process that its one argument names. */
public final class Launcher {
  private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
  private static final int FAILED = 1;
  private static final int USAGE = 2;
  private static final Map<String, Process> PROCESSES =
      Map.of(
          "operator", OperatorMain::main,
          "webhooks", WebhooksMain::main,
          "gateway", GatewayMain::main,
          "scorer", ScorerMain::main,
          "monitor", MonitorMain::main,
          "archive", ArchiveMain::main,
          "evaluate", EvaluateMain::main);

  private Launcher() {}

  /**
   * Starts a process; bad settings end it with one line and exit code 2, anything else that it
   * throws with exit code 1.
   */
  public static void main(String[] arguments) {
    Process process = arguments.length == 1 ? PROCESSES.get(arguments[0]) : null;
    if (process == null) {
      LOG.error("expected one of {} as the only argument", new TreeMap<>(PROCESSES).keySet());
      System.exit(USAGE);
      return;
    }
    try {
      process.run(new String[0]);
    } catch (IllegalArgumentException e) {
      LOG.error("{} cannot start: {}", arguments[0], e.getMessage());
      System.exit(USAGE);
    } catch (Exception e) {
      LOG.error("{} ends", arguments[0], e);
      System.exit(FAILED);
    }
  }

  /** The main method of a process. */
  @FunctionalInterface
  private interface Process {
    void run(String[] arguments) throws Exception;
  }
}
