package io.homeostat.cli.canary;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.homeostat.cli.cluster.Cluster;
import io.homeostat.cli.cluster.OrderOptions;
import io.homeostat.cli.cluster.Ordering;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.common.ResourceRef;
import io.homeostat.crds.intervention.InterventionSpec;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how a release stands and lets a person steer it; every order is an Intervention. */
@Command(
    name = "canary",
    mixinStandardHelpOptions = true,
    description = "Shows canaries, and promotes, aborts, pauses, resumes, retries or rolls back.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  homeostat canary status support -n shop",
      "  homeostat canary abort support -r \"customers complain\"",
      "  homeostat canary rollback support --to support-1f2e3d4c5b",
      "",
      "An order exits with 0 when it was carried out, with 1 when it was refused."
    })
public final class CanaryCommand {
  private final Function<String, Cluster> connect;

  @Spec private CommandSpec spec;

  /** Works on the cluster of the current kubeconfig. */
  public CanaryCommand() {
    this(Cluster::open);
  }

  CanaryCommand(Function<String, Cluster> connect) {
    this.connect = connect;
  }

  /** Shows one canary, or those of the namespace. */
  @Command(mixinStandardHelpOptions = true, description = "Shows how canaries stand and why.")
  int status(
      @Parameters(
              arity = "0..1",
              paramLabel = "NAME",
              description = "A CanaryRelease or a ModelService. Default: all of the namespace.")
          String name,
      @Option(
              names = {"-n", "--namespace"},
              description = "Namespace, default that of the current context.")
          String namespace,
      @Option(names = "--json", description = "Writes the objects as JSON.") boolean json)
      throws UsageException, JsonProcessingException {
    try (Cluster cluster = connect.apply(namespace)) {
      if (name == null) {
        List<CanaryRelease> all = Cluster.asking(new Canaries(cluster)::all);
        print(json ? json(all) : StatusReport.of(all));
      } else {
        CanaryRelease canary = Cluster.asking(() -> new Canaries(cluster).find(name));
        print(json ? json(canary) : StatusReport.of(canary));
      }
      return 0;
    }
  }

  /** Promotes a canary. */
  @Command(mixinStandardHelpOptions = true, description = "Makes the candidate stable now.")
  int promote(@Mixin OrderOptions options) throws UsageException, InterruptedException {
    return ofCanary("Promote", options);
  }

  /** Aborts a canary. */
  @Command(mixinStandardHelpOptions = true, description = "Takes all sessions from the candidate.")
  int abort(@Mixin OrderOptions options) throws UsageException, InterruptedException {
    return ofCanary("Abort", options);
  }

  /** Pauses a canary. */
  @Command(mixinStandardHelpOptions = true, description = "Holds it at its step.")
  int pause(@Mixin OrderOptions options) throws UsageException, InterruptedException {
    return ofCanary("Pause", options);
  }

  /** Resumes a canary. */
  @Command(
      mixinStandardHelpOptions = true,
      description = "Lets it go on: after a pause, at a manual step, or despite a breach.")
  int resume(@Mixin OrderOptions options) throws UsageException, InterruptedException {
    return ofCanary("Resume", options);
  }

  /** Tries a refused release again. */
  @Command(
      mixinStandardHelpOptions = true,
      description = "Tries again what the spec asks for and was refused.")
  int retry(@Mixin OrderOptions options) throws UsageException, InterruptedException {
    return ofService("Retry", null, options);
  }

  /** Brings an earlier release back. */
  @Command(
      mixinStandardHelpOptions = true,
      description = "Makes the stable release before, or a named one, stable again at once.")
  int rollback(
      @Mixin OrderOptions options,
      @Option(
              names = "--to",
              paramLabel = "RELEASE",
              description = "Release to go back to. Default: the stable one before.")
          String release)
      throws UsageException, InterruptedException {
    return ofService("Rollback", release, options);
  }

  private int ofCanary(String action, OrderOptions options)
      throws UsageException, InterruptedException {
    try (Cluster cluster = connect.apply(options.namespace())) {
      String target =
          Cluster.asking(() -> new Canaries(cluster).find(options.name()).getMetadata().getName());
      return ordering(cluster)
          .order(new ResourceRef("CanaryRelease", target), action, null, options);
    }
  }

  private int ofService(String action, String release, OrderOptions options)
      throws UsageException, InterruptedException {
    try (Cluster cluster = connect.apply(options.namespace())) {
      String target = Cluster.asking(() -> new Canaries(cluster).service(options.name()));
      return ordering(cluster)
          .order(
              new ResourceRef("ModelService", target),
              action,
              release == null ? null : new InterventionSpec.Parameters(release, null),
              options);
    }
  }

  private Ordering ordering(Cluster cluster) {
    return new Ordering(cluster, Clock.systemUTC(), spec.commandLine().getOut());
  }

  private void print(String text) {
    spec.commandLine().getOut().println(text);
  }

  private static String json(Object value) throws JsonProcessingException {
    return Serialization.jsonMapper().writerWithDefaultPrettyPrinter().writeValueAsString(value);
  }
}
