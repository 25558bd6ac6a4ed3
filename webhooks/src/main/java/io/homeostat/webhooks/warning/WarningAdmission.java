package io.homeostat.webhooks.warning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.driftmonitor.DriftMonitor;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingpolicy.HealingPolicy;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.judge.Judge;
import io.homeostat.crds.modelservice.ModelService;
import io.homeostat.crds.qualitypolicy.QualityPolicy;
import io.homeostat.crds.release.Release;
import io.homeostat.webhooks.admission.Admission;
import io.homeostat.webhooks.admission.AdmissionReview;
import io.homeostat.webhooks.warning.decide.Change;
import io.homeostat.webhooks.warning.decide.Neighbours;
import io.homeostat.webhooks.warning.decide.Warnings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells users what does not fit the objects around their change. Every change is allowed. */
public final class WarningAdmission implements Admission {
  private static final Logger LOG = LoggerFactory.getLogger(WarningAdmission.class);
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.ofEntries(
          Map.entry("ModelService", ModelService.class),
          Map.entry("Release", Release.class),
          Map.entry("QualityPolicy", QualityPolicy.class),
          Map.entry("Judge", Judge.class),
          Map.entry("DriftMonitor", DriftMonitor.class),
          Map.entry("HealingPolicy", HealingPolicy.class),
          Map.entry("Dataset", Dataset.class),
          Map.entry("FineTuneJob", FineTuneJob.class),
          Map.entry("AdapterMerge", AdapterMerge.class),
          Map.entry("Evaluation", Evaluation.class),
          Map.entry("CanaryRelease", CanaryRelease.class),
          Map.entry("Intervention", Intervention.class));

  private final ClusterObjects cluster;
  private final ObjectMapper mapper = new ObjectMapper();

  /** Looks at these objects; nothing is said before they are known. */
  public WarningAdmission(ClusterObjects cluster) {
    this.cluster = cluster;
  }

  @Override
  public String answer(AdmissionReview review) {
    return review.allowed(warnings(review));
  }

  private List<String> warnings(AdmissionReview review) {
    Class<? extends HasMetadata> kind = KINDS.get(review.kind());
    if (kind == null || !cluster.known()) {
      return List.of();
    }
    Optional<Neighbours> around =
        cluster.around(review.object().at("/metadata/namespace").asText());
    try {
      return around.isEmpty() ? List.of() : Warnings.about(change(kind, review), around.get());
    } catch (JsonProcessingException e) {
      LOG.warn("cannot read a {}, so that nothing is said about it", review.kind());
      return List.of();
    } catch (KubernetesClientException e) {
      LOG.debug("the API server does not answer, so that nothing is said: {}", e.getMessage());
      return List.of();
    }
  }

  private <T extends HasMetadata> Change<T> change(Class<T> kind, AdmissionReview review)
      throws JsonProcessingException {
    JsonNode before = review.before();
    return new Change<>(
        mapper.treeToValue(review.object(), kind),
        before == null || !before.isObject()
            ? Optional.empty()
            : Optional.of(mapper.treeToValue(before, kind)));
  }
}
