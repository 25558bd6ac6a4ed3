package io.homeostat.crds.generate;

import io.fabric8.kubernetes.client.CustomResource;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.judge.Judge;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.trafficplan.TrafficPlan;
import java.util.List;

/** Every kind of the API, in the order in which the loop meets them. */
final class Kinds {
  static final List<Class<? extends CustomResource<?, ?>>> ALL =
      List.of(
          ModelService.class,
          Release.class,
          TrafficPlan.class,
          QualityPolicy.class,
          Judge.class,
          DriftMonitor.class,
          HealingPolicy.class,
          HealingRun.class,
          Dataset.class,
          FineTuneJob.class,
          AdapterMerge.class,
          Evaluation.class,
          CanaryRelease.class,
          Intervention.class);

  private Kinds() {}
}
