package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.common.Resources;
import java.util.List;
import java.util.Map;

/**
 * What a Job is to do, without a word about Kubernetes' Jobs.
 *
 * @param command of the program: dataset, evaluate, files or finetune
 * @param service name of the ModelService that it is for
 * @param config what becomes job.json
 * @param secrets environment variables that must not be readable in the pod's manifest
 * @param resources of the container
 * @param program that knows the command
 * @param secretRefs environment variables that the pod takes from Secrets of its namespace, which
 *     the operator never reads
 */
public record LearningTask(
    String command,
    String service,
    Map<String, Object> config,
    Map<String, String> secrets,
    List<ClaimMount> mounts,
    Resources resources,
    Program program,
    Map<String, KeyRef> secretRefs) {

  /** Which image carries a task out. */
  public enum Program {
    /** The Python image of the Jobs. */
    TRAINER,
    /** The image of Homeostat's own processes. */
    HOMEOSTAT
  }

  /** A task of the trainer. */
  public LearningTask(
      String command,
      String service,
      Map<String, Object> config,
      Map<String, String> secrets,
      List<ClaimMount> mounts,
      Resources resources) {
    this(command, service, config, secrets, mounts, resources, Program.TRAINER, Map.of());
  }
}
