package io.homeostat.gateway.routing;

import java.util.List;

/**
 * All that the gateway knows of one ModelService.
 *
 * @param uid UID of the ModelService, from which its keys are derived
 * @param modelName the short name that clients may use
 * @param createdMillis creation, epoch milliseconds: on a clash of names the oldest wins
 * @param content what is kept of messages and answers
 * @param use what captured interactions may be used for: {@code Scoring}, {@code Training}
 * @param plan null until the first release is served
 * @param pods engine pods of all pools; of a pool without a ready one those that are starting
 */
public record ServedModel(
    String namespace,
    String name,
    String uid,
    String modelName,
    long createdMillis,
    Content content,
    List<String> use,
    Plan plan,
    List<EnginePod> pods) {
  public ServedModel {
    content = content == null ? Content.NONE : content;
    use = List.copyOf(use);
    pods = List.copyOf(pods);
  }

  /** The engine pods that may serve an arm: those of its pool. */
  public List<EnginePod> pods(Arm arm) {
    return arm.pool() == null
        ? pods
        : pods.stream().filter(pod -> arm.pool().equals(pod.pool())).toList();
  }

  /** Whether anything is kept of messages and answers. */
  public boolean keepsContent() {
    return content != Content.NONE;
  }

  /** {@code namespace/name}. */
  public String service() {
    return namespace + "/" + name;
  }
}
