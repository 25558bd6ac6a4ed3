package io.homeostat.cli.heal;

import io.homeostat.cli.cluster.Cluster;
import io.homeostat.cli.cluster.OrderOptions;
import io.homeostat.cli.cluster.Ordering;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.crds.common.ResourceRef;
import io.homeostat.crds.healingrun.HealingRun;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows repairs, reports on one, and lets a person approve, reject or cancel it. */
@Command(
    name = "heal",
    mixinStandardHelpOptions = true,
    description = "Shows repairs and reports on them; approves, rejects or cancels one.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  homeostat heal status -n shop",
      "  homeostat heal approve support -n shop -r \"looked at the corrections\"",
      "  homeostat heal report support-1a2b3c4d -n shop > repair.md",
      "",
      "An order exits with 0 when it was carried out, with 1 when it was refused."
    })
public final class HealCommand {
  private final Function<String, Cluster> connect;

  @Spec private CommandSpec spec;

  /** Works on the cluster of the current kubeconfig. */
  public HealCommand() {
    this(Cluster::open);
  }

  HealCommand(Function<String, Cluster> connect) {
    this.connect = connect;
  }

  /** Shows one repair, or those of the namespace. */
  @Command(mixinStandardHelpOptions = true, description = "Shows how repairs stand and why.")
  int status(
      @Parameters(
              arity = "0..1",
              paramLabel = "NAME",
              description = "A HealingRun or a ModelService. Default: all of the namespace.")
          String name,
      @Option(
              names = {"-n", "--namespace"},
              description = "Namespace, default that of the current context.")
          String namespace)
      throws UsageException {
    try (Cluster cluster = connect.apply(namespace)) {
      Repairs repairs = new Repairs(cluster);
      List<HealingRun> shown =
          Cluster.asking(() -> name == null ? repairs.all() : List.of(repairs.find(name)));
      print(name == null ? HealStatus.of(shown) : HealStatus.of(shown.getFirst()));
      return 0;
    }
  }

  /** Reports on one repair. */
  @Command(
      mixinStandardHelpOptions = true,
      description = "Writes cause, data, training, proof, release, cost and effect as Markdown.")
  int report(
      @Parameters(
              paramLabel = "NAME",
              description = "A HealingRun, or a ModelService, whose latest repair it then is.")
          String name,
      @Option(
              names = {"-n", "--namespace"},
              description = "Namespace, default that of the current context.")
          String namespace)
      throws UsageException {
    try (Cluster cluster = connect.apply(namespace)) {
      RepairObjects found =
          Cluster.asking(() -> RepairObjects.of(cluster, new Repairs(cluster).find(name)));
      print(HealReport.of(found));
      return 0;
    }
  }

  /** Lets a repair go on. */
  @Command(
      mixinStandardHelpOptions = true,
      description = "Lets a repair go on that waits for approval.")
  int approve(@Mixin OrderOptions options) throws UsageException, InterruptedException {
    return order("Approve", options);
  }

  /** Ends a repair at its question. */
  @Command(mixinStandardHelpOptions = true, description = "Ends a repair that waits for approval.")
  int reject(@Mixin OrderOptions options) throws UsageException, InterruptedException {
    return order("Reject", options);
  }

  /** Ends a repair wherever it is. */
  @Command(
      mixinStandardHelpOptions = true,
      description = "Ends a repair that is not promoted yet, and its canary.")
  int cancel(@Mixin OrderOptions options) throws UsageException, InterruptedException {
    return order("Cancel", options);
  }

  private int order(String action, OrderOptions options)
      throws UsageException, InterruptedException {
    try (Cluster cluster = connect.apply(options.namespace())) {
      String target =
          Cluster.asking(() -> new Repairs(cluster).find(options.name()).getMetadata().getName());
      return new Ordering(cluster, Clock.systemUTC(), spec.commandLine().getOut())
          .order(new ResourceRef("HealingRun", target), action, null, options);
    }
  }

  private void print(String text) {
    spec.commandLine().getOut().println(text);
  }
}
