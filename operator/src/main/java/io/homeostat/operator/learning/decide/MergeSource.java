package io.homeostat.operator.learning.decide;

import io.homeostat.crds.finetunejob.FineTuneJobStatus.Artifact;
import java.util.List;

/**
 * An adapter that goes into a merge, as far as it is known.
 *
 * @param name of the input
 * @param weight its factor, a decimal
 * @param artifact its files; null when they are missing
 * @param evidence Datasets whose held-out items show what it can, the oldest first
 * @param missing why it cannot be used yet; null when it can
 */
public record MergeSource(
    String name,
    String weight,
    Artifact artifact,
    List<Evidence> evidence,
    Preparation.Blocked missing) {
  /**
   * A Dataset of an input.
   *
   * @param dataset what is known of it; null when it does not exist
   * @param corrects capabilities whose answers it changed
   */
  public record Evidence(String name, DatasetView dataset, List<String> corrects) {}
}
