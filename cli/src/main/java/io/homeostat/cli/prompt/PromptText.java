package io.homeostat.cli.prompt;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.crds.release.Release;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds a prompt: in a file, or in a Release of the cluster. */
final class PromptText {
  private PromptText() {}

  /**
   * Reads a prompt.
   *
   * @param name path of a file, else name of a Release
   * @param namespace of the Release; null for that of the current context
   * @throws UsageException when there is neither; the message says what to write
   */
  static String read(String name, String namespace) throws UsageException {
    Path file = Path.of(name);
    if (!Files.isRegularFile(file)) {
      return ofRelease(name, namespace);
    }
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UsageException("%s cannot be read as UTF-8 text".formatted(name));
    }
  }

  private static String ofRelease(String name, String namespace) throws UsageException {
    Config config = new ConfigBuilder().withRequestRetryBackoffLimit(1).build();
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build()) {
      String where = namespace == null ? client.getNamespace() : namespace;
      Release release =
          client
              .resources(Release.class)
              .inNamespace(where == null ? "default" : where)
              .withName(name)
              .get();
      if (release == null) {
        throw new UsageException(
            "'%s' is neither a file nor a Release of namespace %s: list them with kubectl get releases"
                .formatted(name, where));
      }
      var prompt = release.getSpec().tuple().prompt();
      return prompt == null || prompt.text() == null ? "" : prompt.text();
    } catch (KubernetesClientException e) {
      throw new UsageException(
          "'%s' is no file, and the cluster of the current kubeconfig did not answer: check the path or KUBECONFIG"
              .formatted(name));
    }
  }
}
