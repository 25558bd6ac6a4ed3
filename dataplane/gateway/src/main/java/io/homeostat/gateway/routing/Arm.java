package io.homeostat.gateway.routing;

/**
 * One release as the gateway serves it.
 *
 * @param release name of the Release
 * @param weightPermille its share on the weight line, 0 to 1000; 0 for a shadow
 * @param servedModel name under which the engine serves it
 * @param prompt system message, empty for none
 * @param pool where its engines are; null for all of the model's engines
 * @param shadowPermille share of the requests that a shadow gets a copy of, 0 to 1000; 0 for every
 *     other role
 */
public record Arm(
    String release,
    Role role,
    int weightPermille,
    String servedModel,
    String prompt,
    Sampling sampling,
    String pool,
    int shadowPermille) {
  /** An arm that any of the model's engines serves. */
  public Arm(
      String release,
      Role role,
      int weightPermille,
      String servedModel,
      String prompt,
      Sampling sampling) {
    this(release, role, weightPermille, servedModel, prompt, sampling, null, 0);
  }
}
