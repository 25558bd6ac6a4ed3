package io.homeostat.operator.healing;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.adaptermerge.AdapterMergeSpec;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.CanonicalJson;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.dataset.DatasetSpec;
import io.homeostat.crds.dataset.PoisonGuard;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.crds.evaluation.Gate;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.finetunejob.FineTuneJobSpec;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.healingpolicy.HealingRecipe;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.healingrun.HealingRunPlan;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.operator.canary.decide.CanaryDefaults;
import io.homeostat.operator.frame.Labels;
import io.homeostat.operator.frame.Owners;
import io.homeostat.operator.healing.decide.HealingDecision;
import io.homeostat.operator.healing.decide.RunDataset;
import io.homeostat.operator.learning.decide.ChildName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The objects of a repair as they are to be created. They carry the run's name in a label and are
 * not owned by it: deleting an old run must not take the release in traffic with it.
 */
final class RunManifests {
  static final String HEALING_RUN = "homeostat.io/healing-run";
  static final String HEALING_POLICY = "homeostat.io/healing-policy";

  /** Annotation of a FineTuneJob: the capability that its adapter was trained for. */
  static final String CAPABILITY = "homeostat.io/capability";

  private static final int DIGITS = 6;

  private RunManifests() {}

  static String datasetName(String run) {
    return ChildName.of(run, "data");
  }

  static String fineTuneName(String run) {
    return ChildName.of(run, "tune");
  }

  static String mergeName(String run) {
    return ChildName.of(run, "merge");
  }

  /** A candidate that is compared with another stable release is evaluated anew. */
  static String evaluationName(String run, String release, String stable) {
    String digest = CanonicalJson.sha256(release + "|" + stable);
    return ChildName.of(run, "eval-" + digest.substring(0, DIGITS));
  }

  static String canaryName(String run) {
    return ChildName.of(run, "canary");
  }

  static HealingRun run(HealingPolicy policy, HealingDecision.Start start) {
    Map<String, String> labels = new HashMap<>(Labels.of(start.run().modelServiceRef().name()));
    labels.put(HEALING_POLICY, policy.getMetadata().getName());
    HealingRun run = new HealingRun();
    run.setMetadata(
        new ObjectMetaBuilder()
            .withName(start.name())
            .withNamespace(policy.getMetadata().getNamespace())
            .withLabels(labels)
            .build());
    run.setSpec(start.run());
    return run;
  }

  static Dataset dataset(HealingRun run) {
    Dataset dataset = new Dataset();
    dataset.setMetadata(metadata(run, datasetName(run.getMetadata().getName())));
    dataset.setSpec(RunDataset.spec(run.getSpec()));
    return dataset;
  }

  /** The same Dataset with more findings of its poison guard let through. */
  static Dataset accepting(Dataset dataset, List<String> findings) {
    DatasetSpec spec = dataset.getSpec();
    PoisonGuard guard = spec.poisonGuard();
    Set<String> accepted = new TreeSet<>(guard.acceptedFindings());
    accepted.addAll(findings);
    dataset.setSpec(
        new DatasetSpec(
            spec.modelServiceRef(),
            spec.sources(),
            spec.drift(),
            spec.mix(),
            spec.maximumRows(),
            spec.filters(),
            spec.deduplication(),
            spec.privacy(),
            spec.provenance(),
            new PoisonGuard(
                guard.maximumRows(),
                guard.minimumSources(),
                guard.maximumSourceShare(),
                guard.maximumContradictions(),
                guard.minimumConfirmations(),
                guard.excludedSources(),
                List.copyOf(accepted)),
            spec.split(),
            spec.refresh()));
    return dataset;
  }

  static FineTuneJob fineTune(HealingRun run) {
    HealingRecipe.FineTune recipe = run.getSpec().recipe().fineTune();
    String name = run.getMetadata().getName();
    FineTuneJob job = new FineTuneJob();
    job.setMetadata(metadata(run, fineTuneName(name)));
    job.getMetadata().setAnnotations(Map.of(CAPABILITY, run.getSpec().drift().capability()));
    job.setSpec(
        new FineTuneJobSpec(
            run.getSpec().modelServiceRef(),
            new Ref(datasetName(name)),
            recipe.method(),
            recipe.lora(),
            recipe.training(),
            recipe.resources(),
            recipe.queue(),
            recipe.scheduling(),
            recipe.deadlineSeconds(),
            recipe.tracking(),
            null));
    return job;
  }

  /** The adapters of the other capabilities first, which are older, then the new one. */
  static AdapterMerge merge(HealingRun run, HealingRunPlan.Attempt attempt) {
    String name = run.getMetadata().getName();
    List<AdapterMergeSpec.Input> inputs = new ArrayList<>();
    for (HealingRunPlan.Part part : attempt.parts()) {
      inputs.add(input("part-" + (inputs.size() + 1), part.fineTuneJob()));
    }
    inputs.add(input("new", fineTuneName(name)));
    AdapterMerge merge = new AdapterMerge();
    merge.setMetadata(metadata(run, mergeName(name)));
    HealingRecipe recipe = run.getSpec().recipe();
    merge.setSpec(
        new AdapterMergeSpec(
            run.getSpec().modelServiceRef(),
            inputs,
            recipe.merge().method(),
            recipe.merge().density(),
            recipe.merge().search(),
            recipe.merge().guard(),
            recipe.fineTune().training() == null ? null : recipe.fineTune().training().seed(),
            recipe.merge().resources()));
    return merge;
  }

  private static AdapterMergeSpec.Input input(String name, String fineTuneJob) {
    return new AdapterMergeSpec.Input(name, new Ref(fineTuneJob), null, null, null, null);
  }

  /** The Release is the service's, like every other release of it. */
  static Release release(HealingRun run, ReleaseSpec spec, ModelService service) {
    Release release = new Release();
    ObjectMeta metadata =
        metadata(run, ReleaseFingerprint.name(service.getMetadata().getName(), spec.fingerprint()));
    metadata.setOwnerReferences(List.of(Owners.controlledBy(service)));
    release.setMetadata(metadata);
    release.setSpec(spec);
    return release;
  }

  static Evaluation evaluation(HealingRun run, String release, String stable, List<Gate> gates) {
    String name = run.getMetadata().getName();
    Evaluation evaluation = new Evaluation();
    evaluation.setMetadata(metadata(run, evaluationName(name, release, stable)));
    evaluation.setSpec(
        new EvaluationSpec(
            run.getSpec().modelServiceRef(),
            new Ref(release),
            new Ref(stable),
            new Ref(datasetName(name)),
            gates));
    return evaluation;
  }

  static CanaryRelease canary(HealingRun run, String release, CanaryPlan plan) {
    CanaryRelease canary = new CanaryRelease();
    canary.setMetadata(metadata(run, canaryName(run.getMetadata().getName())));
    canary.setSpec(CanaryDefaults.canary(run.getSpec().modelServiceRef(), release, plan));
    return canary;
  }

  /** Whether an object was made by a run. */
  static boolean isOf(HealingRun run, HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels != null && run.getMetadata().getName().equals(labels.get(HEALING_RUN));
  }

  private static ObjectMeta metadata(HealingRun run, String name) {
    Map<String, String> labels = new HashMap<>(Labels.of(run.getSpec().modelServiceRef().name()));
    labels.put(HEALING_RUN, run.getMetadata().getName());
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(run.getMetadata().getNamespace())
        .withLabels(labels)
        .build();
  }
}
