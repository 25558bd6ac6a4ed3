package io.homeostat.operator.learning;

import io.fabric8.kubernetes.client.CustomResource;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.adaptermerge.AdapterMergeSpec.Input;
import io.homeostat.crds.adaptermerge.AdapterMergeStatus;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.finetunejob.FineTuneJobStatus;
import io.homeostat.crds.finetunejob.FineTuneJobStatus.Artifact;
import io.homeostat.operator.learning.decide.FineTuneStatuses;
import io.homeostat.operator.learning.decide.LearningReason;
import io.homeostat.operator.learning.decide.MergeSource;
import io.homeostat.operator.learning.decide.MergeStatuses;
import io.homeostat.operator.learning.decide.Preparation;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Looks up the adapters that go into a merge, and the Datasets that show what they can. */
record MergeSources(
    ResourceCache<FineTuneJob> trainings, ResourceCache<AdapterMerge> merges, Datasets datasets) {
  /** The inputs of a merge in their order. */
  List<MergeSource> of(AdapterMerge merge) {
    String namespace = merge.getMetadata().getNamespace();
    return merge.getSpec().inputs().stream().map(input -> source(namespace, input)).toList();
  }

  private MergeSource source(String namespace, Input input) {
    if (input.fineTuneJobRef() != null) {
      return made(
          "FineTuneJob", input, find(trainings, namespace, input.fineTuneJobRef()), this::training);
    }
    if (input.adapterMergeRef() != null) {
      return made(
          "AdapterMerge", input, find(merges, namespace, input.adapterMergeRef()), this::merge);
    }
    String uri = input.adapter().uri();
    String name = uri.substring(uri.lastIndexOf('/') + 1);
    return new MergeSource(
        input.name(),
        input.weight(),
        new Artifact(name, uri, input.adapter().digest()),
        evidence(namespace, input.datasetRefs().stream().map(Ref::name).toList()),
        null);
  }

  private static <T extends CustomResource<?, ?>> MergeSource made(
      String kind, Input input, Optional<T> maker, BiFunction<Input, T, MergeSource> read) {
    String name =
        input.fineTuneJobRef() == null
            ? input.adapterMergeRef().name()
            : input.fineTuneJobRef().name();
    return maker
        .map(found -> read.apply(input, found))
        .orElseGet(
            () ->
                missing(
                    input,
                    LearningReason.InputNotFound,
                    "input '%s' names %s '%s', which does not exist in this namespace",
                    kind,
                    name));
  }

  private MergeSource training(Input input, FineTuneJob job) {
    FineTuneJobStatus status = job.getStatus();
    if (status == null || status.artifact() == null) {
      return notReady(
          input, "FineTuneJob", job.getMetadata().getName(), FineTuneStatuses.isFinal(status));
    }
    List<String> own = List.of(job.getSpec().datasetRef().name());
    return ready(input, job.getMetadata().getNamespace(), status.artifact(), own);
  }

  private MergeSource merge(Input input, AdapterMerge merge) {
    AdapterMergeStatus status = merge.getStatus();
    if (status == null || status.artifact() == null) {
      return notReady(
          input, "AdapterMerge", merge.getMetadata().getName(), MergeStatuses.isFinal(status));
    }
    List<String> own =
        status.inputs().stream().flatMap(source -> source.datasets().stream()).distinct().toList();
    return ready(input, merge.getMetadata().getNamespace(), status.artifact(), own);
  }

  private MergeSource ready(Input input, String namespace, Artifact artifact, List<String> own) {
    List<String> named = input.datasetRefs().stream().map(Ref::name).toList();
    return new MergeSource(
        input.name(),
        input.weight(),
        artifact,
        evidence(namespace, named.isEmpty() ? own : named),
        null);
  }

  private List<MergeSource.Evidence> evidence(String namespace, List<String> names) {
    return names.stream()
        .map(
            name ->
                new MergeSource.Evidence(
                    name, datasets.find(namespace, name), datasets.corrects(namespace, name)))
        .toList();
  }

  private static MergeSource notReady(Input input, String kind, String name, boolean over) {
    return missing(
        input,
        LearningReason.InputNotReady,
        over
            ? "input '%s': %s '%s' failed and has no adapter; name another one in a new AdapterMerge"
            : "input '%s': %s '%s' has no adapter yet",
        kind,
        name);
  }

  private static MergeSource missing(
      Input input, LearningReason reason, String message, String kind, String name) {
    return new MergeSource(
        input.name(),
        input.weight(),
        null,
        List.of(),
        new Preparation.Blocked(reason, message.formatted(input.name(), kind, name)));
  }

  private static <T extends CustomResource<?, ?>> Optional<T> find(
      ResourceCache<T> cache, String namespace, Ref ref) {
    return cache.get(new ResourceID(ref.name(), namespace));
  }
}
