package io.homeostat.cli.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.cli.plan.DriftOptions.Shift;
import io.homeostat.cli.terminal.OutputFormat;
import io.homeostat.cli.terminal.Progress;
import io.homeostat.cli.terminal.Table;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.statistics.charts.runlength.SimulatedRunLength;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells how long a drift detector runs until it signals, without a change and after one. */
@Command(
    name = "drift",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Average run length of a drift detector without a change, and its delay after one.",
      "Exact (closed form, Markov chain or integral equation) where a method exists and --runs is"
          + " absent, else simulated; the output says which."
    },
    footer = {
      "",
      "Examples:",
      "  homeostat plan drift --detector shewhart --shift 0,0.5,1",
      "  homeostat plan drift --detector cusum --k 0.5 --h 5 --baseline 100",
      "  homeostat plan drift --detector e-sr --arl 5000 --distribution beta:8,2 --shift 0,1 -o"
          + " json"
    })
final class PlanDriftCommand implements Callable<Integer> {
  @Mixin private DriftOptions options;
  @Mixin private OutputFormat.OutputOption output;
  @Spec private CommandSpec spec;

  private record Result(Shift shift, double length, double error, long unfinished) {}

  @Override
  public Integer call() throws UsageException {
    DriftPlan plan = options.plan();
    List<Shift> shifts = options.shifts(plan.scores());
    try {
      DriftPlan.Limit limit = options.limit(plan);
      boolean exact = options.runs().isEmpty() && plan.hasExact();
      List<Result> results = exact ? exact(plan, limit, shifts) : simulated(plan, limit, shifts);
      String method = exact ? "exact" : "simulation";
      spec.commandLine()
          .getOut()
          .println(
              output.isJson()
                  ? json(plan, method, limit, results)
                  : text(plan, method, limit, results));
      return 0;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static List<Result> exact(DriftPlan plan, DriftPlan.Limit limit, List<Shift> shifts) {
    return shifts.stream()
        .map(shift -> new Result(shift, plan.exact(limit.value(), shift.scores()), 0, 0))
        .toList();
  }

  private List<Result> simulated(DriftPlan plan, DriftPlan.Limit limit, List<Shift> shifts) {
    DriftSimulation simulation = new DriftSimulation(plan, limit.value());
    long runs = options.runs().orElse(DriftOptions.DEFAULT_RUNS);
    List<Result> results = new ArrayList<>();
    try (Progress progress = Progress.on(spec.commandLine().getErr())) {
      for (Shift shift : shifts) {
        String what = "shift " + PlanFormat.plain(shift.deviations());
        SimulatedRunLength length =
            simulation.runLength(
                shift.scores(), runs, options.seed(), share -> progress.at(what, share));
        results.add(new Result(shift, length.mean(), length.standardError(), length.unfinished()));
      }
    }
    return results;
  }

  private static String json(
      DriftPlan plan, String method, DriftPlan.Limit limit, List<Result> results) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("detector", plan.detector().toString());
    root.put("method", method);
    root.put("limit", limit.value());
    for (Result result : results) {
      ObjectNode row = root.withArray("results").addObject();
      row.put("shift", result.shift.deviations());
      if (Double.isInfinite(result.length)) {
        row.putNull("arl");
      } else {
        row.put("arl", result.length);
      }
      row.put("standardError", result.error);
      if (result.unfinished > 0) {
        row.put("unfinishedRuns", result.unfinished);
      }
    }
    return root.toPrettyString();
  }

  private String text(DriftPlan plan, String method, DriftPlan.Limit limit, List<Result> results) {
    List<String> lines = new ArrayList<>();
    lines.add("%s, %s".formatted(plan.detector(), method));
    lines.add("limit %s: %s".formatted(PlanFormat.fixed(limit.value(), 4), limit.source()));
    lines.add("scores " + options.distributionText());
    lines.add("");
    Table table = new Table("shift (sd)", "mean score", "average run length", "standard error");
    boolean unfinished = false;
    for (Result result : results) {
      unfinished |= result.unfinished > 0;
      table.row(
          PlanFormat.plain(result.shift.deviations()),
          PlanFormat.fixed(result.shift.scores().mean(), 3),
          (result.unfinished > 0 ? "> " : "") + PlanFormat.fixed(result.length, 2),
          PlanFormat.fixed(result.error, 2));
    }
    lines.add(table.toString());
    if (unfinished) {
      lines.add("> some runs were ended without a signal: the true figure is larger");
    }
    return String.join(System.lineSeparator(), lines);
  }
}
