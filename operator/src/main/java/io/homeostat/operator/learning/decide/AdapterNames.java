package io.homeostat.operator.learning.decide;

import io.homeostat.crds.finetunejob.FineTuneJobStatus.Artifact;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.release.ReleaseTuple;

/** Who names an adapter by its files, whatever made them known. */
public final class AdapterNames {
  private AdapterNames() {}

  /** Whether a release serves the adapter. */
  public static boolean serves(ReleaseTuple tuple, Artifact artifact) {
    return artifact != null
        && tuple != null
        && tuple.adapter() != null
        && (artifact.digest().equals(tuple.adapter().digest())
            || artifact.name().equals(tuple.adapter().name()));
  }

  /** Whether a service pins the adapter. */
  public static boolean pins(ModelServiceSpec service, Artifact artifact) {
    return artifact != null
        && service.adapter() != null
        && (artifact.uri().equals(service.adapter().uri())
            || artifact.digest().equals(service.adapter().digest()));
  }
}
