package io.homeostat.webhooks.warning.decide;

import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseTuple;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Adapters on another base model than the one that they were trained on. */
final class AdapterBase {
  private AdapterBase() {}

  static Stream<String> of(Change<?> change, Neighbours around) {
    return Stream.concat(
        Warnings.of(Release.class, change).flatMap(it -> release(it.object(), around)),
        Warnings.of(ModelService.class, change)
            .filter(it -> it.object().getSpec().model() != null)
            .flatMap(it -> Stream.concat(pinned(it.object(), around), left(it, around))));
  }

  private static Stream<String> release(Release release, Neighbours around) {
    ReleaseTuple tuple = release.getSpec().tuple();
    return tuple.adapter() == null
        ? Stream.empty()
        : other(
            "spec.tuple.adapter",
            tuple.adapter().digest(),
            Base.of(tuple.model()),
            release.getMetadata().getName(),
            around);
  }

  private static Stream<String> pinned(ModelService service, Neighbours around) {
    ModelServiceSpec spec = service.getSpec();
    return spec.adapter() == null
        ? Stream.empty()
        : other("spec.adapter.uri", spec.adapter().digest(), Base.of(spec.model()), null, around);
  }

  private static Stream<String> other(
      String field, String digest, Base base, String itself, Neighbours around) {
    return trainedOn(digest, itself, around).stream()
        .filter(known -> !known.equals(base))
        .map(
            known ->
                "%s: the adapter was trained on %s, and here it meets %s; take an adapter of this base"
                    .formatted(field, known, base));
  }

  /** The base that an adapter has served on before, else that of the service it was trained for. */
  private static Optional<Base> trainedOn(String digest, String itself, Neighbours around) {
    if (digest == null) {
      return Optional.empty();
    }
    return around.all(Release.class).stream()
        .filter(release -> !release.getMetadata().getName().equals(itself))
        .filter(release -> release.getSpec().tuple().adapter() != null)
        .filter(release -> digest.equals(release.getSpec().tuple().adapter().digest()))
        .min(Comparator.comparing(release -> release.getMetadata().getCreationTimestamp()))
        .map(release -> Base.of(release.getSpec().tuple().model()))
        .or(
            () ->
                Adapters.training(digest, around)
                    .flatMap(
                        job ->
                            around.find(ModelService.class, job.getSpec().modelServiceRef().name()))
                    .map(service -> service.getSpec().model())
                    .map(Base::of));
  }

  /** A new base begins without the adapter of stable, so that a repair is left behind. */
  private static Stream<String> left(Change<ModelService> change, Neighbours around) {
    ModelService service = change.object();
    boolean moved =
        change.before().isPresent()
            && change.touches(
                it -> it.getSpec().model() == null ? null : Base.of(it.getSpec().model()));
    boolean managed =
        service.getSpec().adapter() == null
            || service.getSpec().adapter().mode() == null
            || "Managed".equals(service.getSpec().adapter().mode());
    if (!moved || !managed || service.getStatus() == null || service.getStatus().stable() == null) {
      return Stream.empty();
    }
    return around.find(Release.class, service.getStatus().stable()).stream()
        .filter(stable -> stable.getSpec().tuple().adapter() != null)
        .map(
            stable ->
                "spec.model: stable's adapter '%s' belongs to the base before; the new release begins without it, and repairs are made anew"
                    .formatted(stable.getSpec().tuple().adapter().name()));
  }

  private record Base(String uri, String revision) {
    static Base of(ReleaseTuple.Model model) {
      return new Base(model.uri(), model.revision());
    }

    static Base of(ModelServiceSpec.Model model) {
      return new Base(model.uri(), model.revision());
    }

    @Override
    public String toString() {
      return Objects.requireNonNullElse(uri, "?") + (revision == null ? "" : " at " + revision);
    }
  }
}
