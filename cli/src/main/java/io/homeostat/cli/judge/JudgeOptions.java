package io.homeostat.cli.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.cli.terminal.YamlObject;
import io.homeostat.crds.judge.DefaultRubric;
import io.homeostat.crds.judge.JudgeSpec;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Which judge is asked: one declared in YAML, or one put together on the command line. */
final class JudgeOptions {
  private static final String OPENAI = "OpenAICompatible";

  @Option(
      names = "--judge",
      required = true,
      paramLabel = "FILE",
      description = "YAML with one object of kind Judge, as it would be applied.")
  private Path judge;

  @ArgGroup(exclusive = false, multiplicity = "1")
  private Address address;

  /** An endpoint without a Judge. */
  static final class Address {
    @Option(
        names = "--endpoint",
        required = true,
        paramLabel = "URL",
        description = "Root of the API, such as http://localhost:11434/v1.")
    private String url;

    @Option(
        names = "--model",
        required = true,
        paramLabel = "NAME",
        description = "Model that judges.")
    private String model;

    @Option(
        names = "--type",
        paramLabel = "TYPE",
        defaultValue = OPENAI,
        description = "OpenAICompatible or Anthropic, default ${DEFAULT-VALUE}.")
    private String type = OPENAI;

    @Option(
        names = "--rubric",
        paramLabel = "FILE",
        description =
            "YAML of spec.rubric: dimensions with name, description and five anchors. Default:"
                + " coherence, relevance, informativeness, conciseness.")
    private Path rubric;
  }

  /**
   * The judge with the defaults that the API server would set.
   *
   * @throws UsageException when a file or a value cannot be used
   */
  JudgeSpec spec() throws UsageException {
    JudgeSpec declared = judge == null ? addressed() : declared();
    if (declared.endpoint() == null
        || declared.endpoint().url() == null
        || declared.model() == null
        || declared.rubric().dimensions().isEmpty()) {
      throw new UsageException(
          "the judge needs spec.endpoint.url, spec.model and at least one dimension in"
              + " spec.rubric");
    }
    if (!declared.endpoint().type().equals(OPENAI)
        && !declared.endpoint().type().equals("Anthropic")) {
      throw new UsageException(
          "write OpenAICompatible or Anthropic as type instead of '%s'"
              .formatted(declared.endpoint().type()));
    }
    return declared;
  }

  private JudgeSpec addressed() throws UsageException {
    JudgeSpec.Rubric rubric;
    try {
      rubric =
          address.rubric == null
              ? standard()
              : new ObjectMapper(new YAMLFactory())
                  .readValue(address.rubric.toFile(), JudgeSpec.Rubric.class);
    } catch (IOException e) {
      throw new UsageException(
          "'%s' is no rubric in YAML: write dimensions with name, description and five anchors"
              .formatted(address.rubric));
    }
    return judge(
        new JudgeSpec.Endpoint(address.type, address.url), address.model, rubric, null, null);
  }

  private JudgeSpec declared() throws UsageException {
    JsonNode document = YamlObject.read(judge, "Judge");
    try {
      JudgeSpec spec = new ObjectMapper().treeToValue(document.path("spec"), JudgeSpec.class);
      if (spec == null) {
        throw new UsageException("'%s' is no Judge: it has no spec".formatted(judge));
      }
      JudgeSpec.Endpoint endpoint =
          spec.endpoint() == null
              ? null
              : new JudgeSpec.Endpoint(
                  spec.endpoint().type() == null ? OPENAI : spec.endpoint().type(),
                  spec.endpoint().url());
      return judge(
          endpoint,
          spec.model(),
          spec.rubric() == null ? standard() : spec.rubric(),
          spec.calibration(),
          spec);
    } catch (JsonProcessingException e) {
      throw new UsageException(
          "'%s' is no Judge: %s"
              .formatted(judge, e.getOriginalMessage().lines().findFirst().orElse("unreadable")));
    }
  }

  private static JudgeSpec judge(
      JudgeSpec.Endpoint endpoint,
      String model,
      JudgeSpec.Rubric rubric,
      JudgeSpec.Calibration calibration,
      JudgeSpec other) {
    return new JudgeSpec(
        endpoint,
        model,
        null,
        rubric,
        calibration == null ? new JudgeSpec.Calibration(null, null, null, null, null) : calibration,
        other == null ? null : other.concurrency(),
        other == null ? null : other.timeoutSeconds(),
        other == null ? null : other.requestsPerMinute(),
        null,
        null);
  }

  private static JudgeSpec.Rubric standard() {
    try {
      return new ObjectMapper().readValue(DefaultRubric.JSON, JudgeSpec.Rubric.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the default rubric is JSON", e);
    }
  }
}
