package io.homeostat.cli.evaluate;

import io.homeostat.cli.terminal.OutputFormat;
import io.homeostat.cli.terminal.Progress;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.crds.evaluation.EvaluationSpec;
import io.homeostat.evaluation.ClaimFolders;
import io.homeostat.evaluation.Evaluator;
import io.homeostat.evaluation.Material;
import io.homeostat.evaluation.MaterialReader;
import io.homeostat.evaluation.Result;
import io.homeostat.evaluation.UnusableEvaluationException;
import io.homeostat.evaluation.ask.GatewayAsker;
import io.homeostat.evaluation.gate.Verdict;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the gates of an Evaluation outside of a cluster's Job, for a pipeline to wait for. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Runs the gates of an Evaluation from here, as its Job would.",
      "The tier fast checks manifests, fingerprints, the number of items, and a few answers; the"
          + " tier full asks both releases every item."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:every gate passed",
      "1:a gate failed or could not be decided",
      "2:a wrong call, or something that cannot be used"
    },
    footer = {
      "",
      "Examples:",
      "  homeostat evaluate -f evaluation.yaml --tier fast --dataset data/",
      "  homeostat evaluate -f evaluation.yaml --dataset data/ --claim questions=golden/"
          + " --gateway https://models.example.com --api-key-env GATEWAY_KEY -o json"
    })
public final class EvaluateCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Option(
      names = {"-f", "--file"},
      required = true,
      paramLabel = "FILE",
      description =
          "YAML with one Evaluation, and the QualityPolicy, Judge and Releases that it needs.")
  private Path file;

  @Option(
      names = "--tier",
      paramLabel = "TIER",
      defaultValue = "full",
      description = "fast or full, default ${DEFAULT-VALUE}.")
  private Tier tier;

  @Option(
      names = "--dataset",
      paramLabel = "DIR",
      description = "Folder of the Dataset's version, with test.jsonl. Default: none.")
  private Path dataset;

  @Option(
      names = "--claim",
      paramLabel = "NAME=DIR",
      description = "Where a claim of pvc:// uris lies here; may be repeated.")
  private Map<String, Path> claims = new LinkedHashMap<>();

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      description = "Root of the gateway's API. The tier fast asks nothing without it.")
  private String gateway;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Model to ask for. Default: the name of the ModelService.")
  private String model;

  @Option(
      names = "--api-key-env",
      paramLabel = "NAME",
      description = "Environment variable with an API key that may name releases.")
  private String apiKeyVariable;

  @Option(
      names = "--judge-key-env",
      paramLabel = "NAME",
      description = "Environment variable with the judge's API key. Default: no key is sent.")
  private String judgeKeyVariable;

  @Option(
      names = "--items",
      paramLabel = "N",
      defaultValue = "5",
      description = "Items of each capability that the tier fast asks, default ${DEFAULT-VALUE}.")
  private int items;

  @Mixin private OutputFormat.OutputOption output;

  @Spec private CommandSpec spec;

  /** How much is done. */
  enum Tier {
    fast,
    full
  }

  @Override
  public Integer call() throws UsageException, IOException, InterruptedException {
    Manifests manifests = Manifests.read(file);
    FastTier fast = new FastTier(manifests, items);
    List<Check> checks = new ArrayList<>(List.of(fast.lint()));
    if (passed(checks)) {
      checks.add(fast.fingerprints());
    }
    if (!passed(checks)) {
      return told(checks, null);
    }
    try (HttpClient http = HttpClient.newHttpClient()) {
      return evaluated(new Parts(manifests, key(judgeKeyVariable)), fast, checks, http);
    } catch (UnusableEvaluationException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private int evaluated(Parts parts, FastTier fast, List<Check> checks, HttpClient http)
      throws UnusableEvaluationException, UsageException, IOException, InterruptedException {
    EvaluationSpec declared = parts.spec();
    if (declared.datasetRef() != null && dataset == null) {
      throw new UsageException(
          "the Evaluation names Dataset '%s': say by --dataset in which folder its version lies"
              .formatted(declared.datasetRef().name()));
    }
    Material material =
        new MaterialReader(declared, new ClaimFolders(claims))
            .read(declared.datasetRef() == null ? null : dataset);
    Evaluator evaluator = parts.evaluator(material);
    if (tier == Tier.full) {
      try (Progress progress = Progress.on(spec.commandLine().getErr())) {
        int all = material.items().size();
        Result result =
            evaluator.evaluate(
                asker(http, declared), done -> progress.at("asking", (double) done / all));
        return told(checks, result);
      }
    }
    checks.add(fast.items(evaluator, material));
    if (gateway != null) {
      checks.add(fast.invariants(asker(http, declared), material, parts.invariants()));
    }
    return told(checks, null);
  }

  private GatewayAsker asker(HttpClient http, EvaluationSpec declared) throws UsageException {
    if (gateway == null || apiKeyVariable == null) {
      throw new UsageException(
          "write --gateway and --api-key-env: the releases are asked through the gateway by a key"
              + " that may name them");
    }
    return new GatewayAsker(
        http,
        new GatewayAsker.Target(
            gateway.replaceAll("/+$", ""),
            model == null ? declared.modelServiceRef().name() : model,
            key(apiKeyVariable),
            false),
        GatewayAsker.Waiting.usual(System::nanoTime, PATIENCE));
  }

  private static String key(String variable) throws UsageException {
    if (variable == null) {
      return null;
    }
    String key = System.getenv(variable);
    if (key == null || key.isBlank()) {
      throw new UsageException(
          "the environment variable %s is not set: put the key into it".formatted(variable));
    }
    return key.strip();
  }

  /** Writes the report; 0 when everything passed. */
  private int told(List<Check> checks, Result result) throws IOException {
    boolean passed = passed(checks) && (result == null || result.verdict() == Verdict.Pass);
    spec.commandLine()
        .getOut()
        .println(output.render(() -> json(checks, result, passed), () -> text(checks, result)));
    return passed ? 0 : 1;
  }

  private Map<String, Object> json(List<Check> checks, Result result, boolean passed) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("tier", tier);
    json.put("passed", passed);
    json.put("checks", checks);
    if (result != null) {
      json.put("result", result);
    }
    return json;
  }

  private String text(List<Check> checks, Result result) {
    String text =
        checks.stream().map(Check::text).collect(Collectors.joining(System.lineSeparator()));
    if (tier == Tier.fast && gateway == null) {
      text += System.lineSeparator() + "-    invariants: not asked, there is no --gateway";
    }
    return result == null ? text : text + System.lineSeparator() + ResultText.of(result);
  }

  private static boolean passed(List<Check> checks) {
    return checks.stream().allMatch(Check::passed);
  }
}
