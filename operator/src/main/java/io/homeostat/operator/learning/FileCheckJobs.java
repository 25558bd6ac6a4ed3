package io.homeostat.operator.learning;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.ReleaseTuple.ModelDigests;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.learning.decide.FilesTask;
import io.homeostat.operator.learning.decide.JobDecision;
import io.homeostat.operator.modelservice.decide.FileCheck;
import io.homeostat.operator.modelservice.decide.Finding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers questions about files by Jobs of the ModelService that asks. What is known is kept in
 * memory only for as long as it is asked for: after a restart the Jobs themselves tell it again.
 */
public final class FileCheckJobs {
  private final Frame frame;
  private final Map<String, Map<FileCheck, Finding>> findings = new ConcurrentHashMap<>();

  public FileCheckJobs(Frame frame) {
    this.frame = frame;
  }

  /** What is known of the questions that the service had when it was last looked after. */
  public Map<FileCheck, Finding> known(ModelService service) {
    return findings.getOrDefault(service.getMetadata().getUid(), Map.of());
  }

  /** Looks after the questions that a service has now, and forgets all others. */
  public void keep(ModelService service, List<FileCheck> questions) {
    String uid = service.getMetadata().getUid();
    if (questions.isEmpty()) {
      findings.remove(uid);
      return;
    }
    Map<FileCheck, Finding> known = new HashMap<>();
    questions.forEach(question -> known.put(question, ask(service, question)));
    findings.put(uid, Map.copyOf(known));
  }

  private Finding ask(ModelService service, FileCheck question) {
    JobRunner.Standing standing =
        new JobRunner(frame, FilesTask.suffix(question))
            .advance(
                service, null, () -> FilesTask.prepare(question, service.getMetadata().getName()));
    String where = "files in " + question.uri();
    return switch (standing.decision()) {
      case JobDecision.Start start ->
          new Finding.Pending(
              "Job '%s' reads the %s (%s)".formatted(standing.job(), where, start.because()));
      case JobDecision.Wait wait ->
          new Finding.Pending(
              "Job '%s' reads the %s: %s".formatted(standing.job(), where, wait.message()));
      case JobDecision.Finished finished -> found(finished.result());
      case JobDecision.Failed failed ->
          new Finding.Failed(
              "Job '%s' could not read the %s: %s"
                  .formatted(standing.job(), where, failed.message()));
      case JobDecision.Blocked blocked -> new Finding.Failed(blocked.message());
    };
  }

  private static Finding found(JsonNode result) {
    return new Finding.Found(
        new ModelDigests(
            result.path("digest").asText(null),
            result.path("tokenizer").asText(null),
            result.path("chatTemplate").asText(null)));
  }
}
