package io.homeostat.webhooks.warning.decide;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.adaptermerge.AdapterMergeSpec;
import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.canaryrelease.CanaryReleaseSpec;
import io.homeostat.crds.common.KeyRef;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.dataset.DatasetSpec;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.intervention.InterventionSpec;
import io.homeostat.crds.judge.Judge;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.crds.release.Release;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Names that nothing has yet. Secrets are not looked at: nobody here may read them. */
final class MissingReferences {
  private static final String SERVICE = "spec.modelServiceRef";

  private final Neighbours around;

  private MissingReferences(Neighbours around) {
    this.around = around;
  }

  static Stream<String> of(HasMetadata object, Neighbours around) {
    return new MissingReferences(around).of(object);
  }

  private Stream<String> of(HasMetadata object) {
    return switch (object) {
      case ModelService it -> service(it.getSpec());
      case Release it -> missing(SERVICE, ModelService.class, it.getSpec().modelServiceRef());
      case QualityPolicy it -> policy(it.getSpec());
      case Judge it ->
          missing(
              "spec.calibration.itemsConfigMapRef", it.getSpec().calibration().itemsConfigMapRef());
      case DriftMonitor it -> missing(SERVICE, ModelService.class, it.getSpec().modelServiceRef());
      case HealingPolicy it ->
          missing("spec.driftMonitorRef", DriftMonitor.class, it.getSpec().driftMonitorRef());
      case Dataset it -> dataset(it.getSpec());
      case FineTuneJob it ->
          Stream.concat(
              missing(SERVICE, ModelService.class, it.getSpec().modelServiceRef()),
              missing("spec.datasetRef", Dataset.class, it.getSpec().datasetRef()));
      case AdapterMerge it -> merge(it.getSpec());
      case Evaluation it -> evaluation(it.getSpec());
      case CanaryRelease it -> canary(it.getSpec());
      case Intervention it -> order(it.getSpec());
      default -> Stream.empty();
    };
  }

  private Stream<String> service(ModelServiceSpec spec) {
    return Stream.concat(
        spec.prompt() == null
            ? Stream.empty()
            : missing("spec.prompt.configMapRef", spec.prompt().configMapRef()),
        anchor("spec.release.anchor", spec.release()));
  }

  private Stream<String> dataset(DatasetSpec spec) {
    return Stream.concat(
        missing(SERVICE, ModelService.class, spec.modelServiceRef()),
        spec.sources().stream()
            .filter(source -> source.dataset() != null)
            .flatMap(
                source ->
                    missing(
                        "spec.sources['%s'].dataset.ref".formatted(source.name()),
                        Dataset.class,
                        source.dataset().ref())));
  }

  private Stream<String> policy(QualityPolicySpec spec) {
    return Stream.concat(
        missing(SERVICE, ModelService.class, spec.modelServiceRef()),
        spec.scorers() == null || spec.scorers().judge() == null
            ? Stream.empty()
            : missing("spec.scorers.judge.ref", Judge.class, spec.scorers().judge().ref()));
  }

  private Stream<String> merge(AdapterMergeSpec spec) {
    return Stream.concat(
        missing(SERVICE, ModelService.class, spec.modelServiceRef()),
        spec.inputs().stream().flatMap(this::input));
  }

  private Stream<String> input(AdapterMergeSpec.Input input) {
    String field = "spec.inputs[%s].".formatted(input.name());
    Stream<String> maker =
        input.fineTuneJobRef() != null
            ? missing(field + "fineTuneJobRef", FineTuneJob.class, input.fineTuneJobRef())
            : input.adapterMergeRef() != null
                ? missing(field + "adapterMergeRef", AdapterMerge.class, input.adapterMergeRef())
                : Stream.empty();
    return Stream.concat(
        maker,
        input.datasetRefs().stream()
            .flatMap(ref -> missing(field + "datasetRefs", Dataset.class, ref)));
  }

  private Stream<String> evaluation(EvaluationSpec spec) {
    return Stream.of(
            missing(SERVICE, ModelService.class, spec.modelServiceRef()),
            release("spec.releaseRef", spec.releaseRef(), spec.modelServiceRef()),
            release("spec.stableRef", spec.stableRef(), spec.modelServiceRef()),
            missing("spec.datasetRef", Dataset.class, spec.datasetRef()))
        .flatMap(sentences -> sentences);
  }

  private Stream<String> canary(CanaryReleaseSpec spec) {
    return Stream.of(
            missing(SERVICE, ModelService.class, spec.modelServiceRef()),
            release("spec.candidateRef", spec.candidateRef(), spec.modelServiceRef()),
            anchor("spec.plan.anchor", spec.plan()))
        .flatMap(sentences -> sentences);
  }

  private Stream<String> order(InterventionSpec spec) {
    Class<? extends HasMetadata> kind =
        switch (spec.targetRef().kind()) {
          case "CanaryRelease" -> CanaryRelease.class;
          case "HealingRun" -> HealingRun.class;
          default -> ModelService.class;
        };
    Stream<String> target = missing("spec.targetRef", kind, new Ref(spec.targetRef().name()));
    return spec.parameters() == null || spec.parameters().release() == null
        ? target
        : Stream.concat(
            target,
            release(
                "spec.parameters.release",
                new Ref(spec.parameters().release()),
                new Ref(spec.targetRef().name())));
  }

  private Stream<String> anchor(String field, CanaryPlan plan) {
    return plan == null || plan.anchor() == null
        ? Stream.empty()
        : missing(field, Release.class, new Ref(plan.anchor()));
  }

  /** A Release that is there may still be one of another ModelService. */
  private Stream<String> release(String field, Ref release, Ref service) {
    Optional<Release> found = around.find(Release.class, release.name());
    if (found.isEmpty()) {
      return missing(field, Release.class, release);
    }
    Ref owner = found.get().getSpec().modelServiceRef();
    return owner.equals(service)
        ? Stream.empty()
        : Stream.of(
            "%s: Release '%s' is one of ModelService '%s', not of '%s'; name one of these"
                .formatted(field, release.name(), owner.name(), service.name()));
  }

  private <T extends HasMetadata> Stream<String> missing(String field, Class<T> kind, Ref ref) {
    return around.find(kind, ref.name()).isPresent()
        ? Stream.empty()
        : Stream.of(
            "%s: there is no %s '%s' in this namespace yet; create it or correct the name"
                .formatted(field, kind.getSimpleName(), ref.name()));
  }

  private Stream<String> missing(String field, KeyRef ref) {
    if (ref == null) {
      return Stream.empty();
    }
    Optional<Set<String>> keys = around.configMapKeys(ref.name());
    if (keys.isEmpty()) {
      return Stream.of(
          "%s: there is no ConfigMap '%s' in this namespace yet; create it or correct the name"
              .formatted(field, ref.name()));
    }
    return keys.get().contains(ref.key())
        ? Stream.empty()
        : Stream.of(
            "%s: ConfigMap '%s' has no key '%s' yet; add it or correct the key"
                .formatted(field, ref.name(), ref.key()));
  }
}
