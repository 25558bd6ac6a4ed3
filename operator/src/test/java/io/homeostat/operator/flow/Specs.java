package io.homeostat.operator.flow;

import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.modelservice.ModelServiceSpec.Adapter;
import io.homeostat.crds.modelservice.ModelServiceSpec.Model;
import io.homeostat.crds.release.ReleaseInput;
import java.util.List;

/** The spec of a service with one field changed. */
final class Specs {
  /** Digest of the release-relevant spec of {@link Turns#serving} that version 0.1 stored. */
  static final String ACCEPTED_BY_0_1 =
      "038d1a06aa7da0e0888599e8fe844d71af17d0b31fb634099a0a35b27c461714";

  private Specs() {}

  static ModelServiceSpec withHistory(ModelServiceSpec spec, int limit) {
    return with(spec, spec.model(), spec.adapter(), spec.inputs(), limit);
  }

  static ModelServiceSpec withAdapter(ModelServiceSpec spec, Adapter adapter) {
    return with(spec, spec.model(), adapter, spec.inputs(), spec.revisionHistoryLimit());
  }

  static ModelServiceSpec withModel(ModelServiceSpec spec, Model model) {
    return with(spec, model, spec.adapter(), spec.inputs(), spec.revisionHistoryLimit());
  }

  static ModelServiceSpec withInputs(ModelServiceSpec spec, List<ReleaseInput> inputs) {
    return with(spec, spec.model(), spec.adapter(), inputs, spec.revisionHistoryLimit());
  }

  private static ModelServiceSpec with(
      ModelServiceSpec spec,
      Model model,
      Adapter adapter,
      List<ReleaseInput> inputs,
      Integer history) {
    return new ModelServiceSpec(
        spec.modelName(),
        model,
        spec.engine(),
        spec.replicas(),
        spec.autoscaling(),
        spec.podTemplatePatch(),
        spec.artifacts(),
        adapter,
        spec.prompt(),
        spec.decoding(),
        inputs,
        spec.capture(),
        spec.release(),
        spec.suspend(),
        history);
  }
}
