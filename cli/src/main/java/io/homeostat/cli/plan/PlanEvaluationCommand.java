package io.homeostat.cli.plan;

import io.homeostat.cli.terminal.OutputFormat;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.statistics.paired.EvaluationPlan;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code homeostat plan evaluation}: how many items the gates of an evaluation need. */
@Command(
    name = "evaluation",
    mixinStandardHelpOptions = true,
    description =
        "Tells how many items an evaluation needs so that a candidate as good as stable passes.",
    footer = {
      "",
      "Example: five capabilities, answers differ in 4 %% of the items, a loss of .02 may pass",
      "  homeostat plan evaluation --margin 0.02 --discordance 0.04 --capabilities 5"
    })
final class PlanEvaluationCommand implements Callable<Integer> {
  @Option(
      names = "--margin",
      required = true,
      description = "Largest loss that passes a gate, between 0 and 1.")
  private double margin;

  @Option(
      names = "--discordance",
      required = true,
      description = "Share of items on which only one of the two releases is right, 0 to 1.")
  private double discordance;

  @Option(
      names = "--capabilities",
      defaultValue = "1",
      description = "Capabilities that must all pass, default ${DEFAULT-VALUE}.")
  private int capabilities;

  @Option(
      names = "--alpha",
      defaultValue = "0.05",
      description = "One-sided error probability of a gate, default ${DEFAULT-VALUE}.")
  private double alpha;

  @Option(
      names = "--power",
      defaultValue = "0.8",
      description = "Probability that an equal candidate passes a gate, default ${DEFAULT-VALUE}.")
  private double power;

  @Mixin private OutputFormat.OutputOption output;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    EvaluationPlan plan = plan();
    spec.commandLine().getOut().println(output.render(() -> json(plan), () -> text(plan)));
    return 0;
  }

  private EvaluationPlan plan() throws UsageException {
    try {
      EvaluationPlan plan = new EvaluationPlan(margin, discordance, capabilities, alpha, power);
      plan.itemsPerCapabilityForAll();
      return plan;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static String text(EvaluationPlan plan) {
    String each =
        String.format(
            Locale.ROOT,
            "%,d items per capability, %,d altogether: a candidate as good as stable passes a gate"
                + " with probability %.3g",
            plan.itemsPerCapability(),
            plan.items(),
            plan.power());
    if (plan.capabilities() == 1) {
      return each;
    }
    return each
        + String.format(
            Locale.ROOT,
            " and all %d with probability %.2f%n%,d items per capability, %,d altogether: all %d"
                + " with probability %.3g",
            plan.capabilities(),
            plan.chanceThatAllPass(),
            plan.itemsPerCapabilityForAll(),
            (long) plan.capabilities() * plan.itemsPerCapabilityForAll(),
            plan.capabilities(),
            plan.power());
  }

  private static Map<String, Object> json(EvaluationPlan plan) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("margin", plan.margin());
    json.put("discordance", plan.discordance());
    json.put("capabilities", plan.capabilities());
    json.put("alpha", plan.alpha());
    json.put("power", plan.power());
    json.put("itemsPerCapability", plan.itemsPerCapability());
    json.put("items", plan.items());
    json.put("chanceThatAllPass", plan.chanceThatAllPass());
    json.put("itemsPerCapabilityForAll", plan.itemsPerCapabilityForAll());
    return json;
  }
}
