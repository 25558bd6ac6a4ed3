package io.homeostat.operator.learning.decide;

import io.homeostat.crds.common.Resources;
import java.util.List;
import java.util.Map;

/**
 * What a Job is to do, without a word about Kubernetes' Jobs.
 *
 * @param command of the trainer: dataset, evaluate, files, finetune or merge
 * @param service name of the ModelService that it is for
 * @param config what becomes job.json
 * @param secrets environment variables that must not be readable in the pod's manifest
 * @param resources of the container
 */
public record LearningTask(
    String command,
    String service,
    Map<String, Object> config,
    Map<String, String> secrets,
    List<ClaimMount> mounts,
    Resources resources) {}
