package io.homeostat.evaluation.job;

import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Job of an Evaluation: reads job.json, serves its progress, leaves the result as termination
 * message. Ends with 0 and a result, with 1 and an error, or by SIGTERM without a word, so that the
 * next attempt begins anew.
 */
public final class EvaluateMain {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluateMain.class);
  private static final int FAILED = 1;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private EvaluateMain() {}

  /** Runs the Job and ends the process. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> environment = System.getenv();
    LastWords words =
        new LastWords(Path.of(environment.getOrDefault("TERMINATION_LOG", "/dev/termination-log")));
    try (ProgressServer progress =
            new ProgressServer(
                Integer.parseInt(environment.getOrDefault("PROGRESS_PORT", "8080")),
                System::nanoTime);
        HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build()) {
      Path description = Path.of(environment.getOrDefault("JOB_CONFIG", "/config/job.json"));
      boolean done = new EvaluationRun(http, environment, progress, words).run(description);
      LOG.info("the evaluation {}", done ? "has a result" : "has none");
      if (!done) {
        System.exit(FAILED);
      }
    }
    System.exit(0);
  }
}
