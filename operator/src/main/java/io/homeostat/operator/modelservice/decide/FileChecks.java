package io.homeostat.operator.modelservice.decide;

import io.homeostat.crds.modelservice.ModelFiles;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.release.ReleaseTuple;
import io.homeostat.crds.release.ReleaseTuple.Adapter;
import io.homeostat.crds.release.ReleaseTuple.ModelDigests;
import io.homeostat.operator.modelservice.decide.ServiceDecision.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has to be read from files before a release is made of a spec: a pinned adapter is what its
 * digest says, and a model with {@code identity: Files} is known by its content. What serves
 * already is never asked about again, so that no upgrade makes a release.
 *
 * @param spec the spec with the digests of its model, as far as they are known
 * @param open questions that a release waits for
 * @param progress why it waits; empty when it does not
 */
record FileChecks(SpecTuple spec, List<FileCheck> open, Optional<Progress> progress) {
  private static final String FILES = "Files";

  /**
   * Looks at what the spec needs.
   *
   * @param asked what the spec says; null while its prompt cannot be found
   */
  static FileChecks of(ServiceObservation seen, SpecTuple asked) {
    if (asked == null) {
      return new FileChecks(null, List.of(), Optional.empty());
    }
    Optional<ModelDigests> known = known(seen, asked.tuple());
    boolean reads = reads(seen) && known.isEmpty() && !servesModel(seen, asked.tuple());
    SpecTuple spec =
        new SpecTuple(asked.tuple().withDigests(known.orElse(null)), asked.keepsAdapter());
    if (!releases(seen, asked)) {
      return new FileChecks(spec, List.of(), Optional.empty());
    }
    List<FileCheck> open = new ArrayList<>();
    List<Progress> waits = new ArrayList<>();
    if (reads) {
      FileCheck check = model(asked.tuple());
      open.add(check);
      waits.add(
          wait(
              seen.lineage().finding(check),
              ServiceReason.ResolvingModel,
              ServiceReason.ModelNotResolved));
    }
    adapter(seen, asked.tuple())
        .ifPresent(
            check -> {
              open.add(check);
              verified(seen.lineage().finding(check), check).ifPresent(waits::add);
            });
    return new FileChecks(spec, List.copyOf(open), waits.stream().findFirst());
  }

  /** Whether this round could make a release of the spec. */
  private static boolean releases(ServiceObservation seen, SpecTuple asked) {
    if (seen.plan() == null) {
      return seen.knownStable() == null || !seen.releases().containsKey(seen.knownStable());
    }
    return !asked.fingerprint().equals(seen.plan().acceptedSpecFingerprint())
        || SpecChange.retry(seen).isPresent();
  }

  private static boolean reads(ServiceObservation seen) {
    ModelServiceSpec.Model model = seen.spec().model();
    return model != null && FILES.equals(model.identity()) && !ModelFiles.fetched(model.uri());
  }

  private static boolean servesModel(ServiceObservation seen, ReleaseTuple asked) {
    return seen.stableTuple() != null && Objects.equals(seen.stableTuple().model(), asked.model());
  }

  /** Digests that stable, else a finding, else another release tells of the same model. */
  private static Optional<ModelDigests> known(ServiceObservation seen, ReleaseTuple asked) {
    if (servesModel(seen, asked)) {
      return Optional.ofNullable(seen.stableTuple().digests());
    }
    if (!reads(seen)) {
      return Optional.empty();
    }
    Stream<ModelDigests> found =
        seen.lineage().finding(model(asked)) instanceof Finding.Found(ModelDigests digests)
            ? Stream.of(digests)
            : Stream.empty();
    Stream<ModelDigests> released =
        seen.releases().values().stream()
            .map(release -> release.tuple())
            .filter(tuple -> Objects.equals(tuple.model(), asked.model()))
            .map(ReleaseTuple::digests);
    return Stream.concat(found, released).filter(Objects::nonNull).findFirst();
  }

  private static FileCheck model(ReleaseTuple asked) {
    return new FileCheck(FileCheck.Kind.MODEL, asked.model().uri(), asked.model().revision());
  }

  /** The pinned adapter, unless it serves already. */
  private static Optional<FileCheck> adapter(ServiceObservation seen, ReleaseTuple asked) {
    Adapter pinned = asked.adapter();
    boolean serves =
        pinned == null
            || (seen.plan() != null
                && seen.plan().routes().stream()
                    .anyMatch(route -> pinned.equals(route.tuple().adapter())));
    return serves
        ? Optional.empty()
        : Optional.of(new FileCheck(FileCheck.Kind.ADAPTER, pinned.uri(), pinned.digest()));
  }

  private static Optional<Progress> verified(Finding finding, FileCheck check) {
    if (finding instanceof Finding.Found(ModelDigests found)) {
      return check.version().equals(found.files())
          ? Optional.empty()
          : Optional.of(
              new Progress(
                  false,
                  ServiceReason.AdapterNotVerified,
                  "spec.adapter.digest says %s, and the files in %s have %s: nothing is released of them; correct uri or digest, or put the files back"
                      .formatted(check.version(), check.uri(), found.files())));
    }
    return Optional.of(
        wait(finding, ServiceReason.VerifyingAdapter, ServiceReason.AdapterNotVerified));
  }

  private static Progress wait(Finding finding, ServiceReason waiting, ServiceReason failed) {
    return switch (finding) {
      case Finding.Failed(String message) ->
          new Progress(
              false,
              failed,
              "%s; traffic goes on as it is, and it is tried again".formatted(message));
      case Finding.Pending(String message) -> new Progress(true, waiting, message);
      case null, default -> new Progress(true, waiting, "a Job is about to read the files");
    };
  }
}
