package io.homeostat.evaluation.job;

import io.homeostat.evaluation.ClaimFolders;
import io.homeostat.evaluation.Evaluator;
import io.homeostat.evaluation.Material;
import io.homeostat.evaluation.MaterialReader;
import io.homeostat.evaluation.PairwiseJudge;
import io.homeostat.evaluation.Result;
import io.homeostat.evaluation.UnusableEvaluationException;
import io.homeostat.evaluation.ask.GatewayAsker;
import io.homeostat.invariant.Checks;
import io.homeostat.invariant.Invariants;
import io.homeostat.invariant.Languages;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of the Job.
 *
 * @param environment GATEWAY_KEY, and JUDGE_KEY when the judge needs one
 */
record EvaluationRun(
    HttpClient http, Map<String, String> environment, ProgressServer progress, LastWords words) {
  private static final Logger LOG = LoggerFactory.getLogger(EvaluationRun.class);
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  /** Evaluates and leaves the last words; false when there is no result. */
  boolean run(Path description) throws IOException, InterruptedException {
    try {
      Result result = evaluate(JobDescription.read(description));
      words.result(result);
      LOG.info("{}", result.summary());
      return true;
    } catch (UnusableEvaluationException e) {
      LOG.error("failed: {}", e.getMessage());
      words.error(e.getMessage());
      return false;
    }
  }

  private Result evaluate(JobDescription job)
      throws UnusableEvaluationException, InterruptedException {
    ClaimFolders files =
        new ClaimFolders(
            job.claims().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, one -> Path.of(one.getValue()))));
    Path dataset = job.datasetDir() == null ? null : Path.of(job.datasetDir());
    Material material = new MaterialReader(job.spec(), files).read(dataset);
    int items = material.items().size();
    progress.phase("Asking", "%d items, 2 releases".formatted(items));
    return new Evaluator(
            job.spec(),
            job.subjects(),
            material,
            new Invariants(job.model(), job.invariants(), new Checks(new Languages())),
            judge(job.judge()))
        .evaluate(asker(job), done -> progress.step(done, items));
  }

  private GatewayAsker asker(JobDescription job) throws UnusableEvaluationException {
    String key = environment.getOrDefault("GATEWAY_KEY", "");
    if (key.isEmpty()) {
      throw new UnusableEvaluationException(
          "expected the environment variable GATEWAY_KEY, found nothing: mount its Secret");
    }
    return new GatewayAsker(
        http,
        new GatewayAsker.Target(job.gatewayUrl(), job.model(), key, job.mayWait()),
        GatewayAsker.Waiting.usual(System::nanoTime, PATIENCE));
  }

  private PairwiseJudge judge(JobDescription.Judge judge) {
    return judge == null
        ? null
        : PairwiseJudge.of(
            judge.spec(), environment.get("JUDGE_KEY"), judge.calibrated(), judge.monitoring());
  }
}
