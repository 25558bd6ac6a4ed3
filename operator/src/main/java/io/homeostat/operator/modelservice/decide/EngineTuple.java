package io.homeostat.operator.modelservice.decide;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.crds.modelservice.EngineSpec;
import io.homeostat.crds.modelservice.ModelFiles;
import io.homeostat.crds.modelservice.ModelServiceSpec;
import io.homeostat.crds.modelservice.Speculative;
import io.homeostat.crds.release.ReleaseFingerprint;
import io.homeostat.crds.release.ReleaseTuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The base model and the engine of a release, as a ModelService's spec asks for them. */
public final class EngineTuple {
  public static final String ATTACHED = "Attached";
  public static final String ENDPOINT = "OpenAICompatible";

  /** Where engine pods see the claim of the base model. */
  public static final String MODELS = "/models";

  /** How an argument begins that lets the engine guess ahead. */
  public static final String SPECULATIVE = "--speculative-config=";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> METHODS =
      Map.of(
          "NGram", "ngram",
          "Suffix", "suffix",
          "DraftModel", "draft_model",
          "EAGLE", "eagle",
          "EAGLE3", "eagle3");

  private EngineTuple() {}

  /** Whether a release is served by pods that the operator makes. */
  public static boolean ownPods(ReleaseTuple tuple) {
    return tuple.engine() == null || tuple.engine().type() == null;
  }

  /** Whether a release is served by pods that somebody else makes. */
  public static boolean attached(ReleaseTuple tuple) {
    return tuple.engine() != null && ATTACHED.equals(tuple.engine().type());
  }

  /** Whether a release is served by an API that somebody else runs. */
  public static boolean endpoint(ReleaseTuple tuple) {
    return tuple.engine() != null && ENDPOINT.equals(tuple.engine().type());
  }

  /** Whether an engine can load adapters: not while it guesses ahead. */
  public static boolean takesAdapters(ReleaseTuple tuple) {
    return !endpoint(tuple)
        && tuple.engine().args().stream().noneMatch(argument -> argument.startsWith(SPECULATIVE));
  }

  /** The base model and engine that a spec asks somebody else for; empty for own pods. */
  public static Optional<ReleaseTuple> foreign(ModelServiceSpec spec) {
    return type(spec).equals(ATTACHED) || type(spec).equals(ENDPOINT)
        ? Optional.of(
            new ReleaseTuple(
                ReleaseFingerprint.VERSION,
                model(spec),
                null,
                null,
                null,
                engine(spec, null, null)))
        : Optional.empty();
  }

  static ReleaseTuple.Model model(ModelServiceSpec spec) {
    if (type(spec).equals(ENDPOINT)) {
      return new ReleaseTuple.Model(spec.engine().endpoint().url(), null);
    }
    ModelServiceSpec.Model model = spec.model();
    return new ReleaseTuple.Model(
        model.uri(),
        model.revision(),
        ModelFiles.fetched(model.uri()) ? ModelFiles.of(model).toString() : null);
  }

  /**
   * The engine.
   *
   * @param stable tuple of the stable release, whose image stays where the spec names none; null
   *     before the first
   * @param defaultImage the chart's engine image
   */
  static ReleaseTuple.Engine engine(
      ModelServiceSpec spec, ReleaseTuple stable, String defaultImage) {
    EngineSpec engine = spec.engine();
    return switch (type(spec)) {
      case ATTACHED ->
          new ReleaseTuple.Engine(
              null,
              null,
              ATTACHED,
              SpecTuple.BASE.equals(engine.attached().servedModel())
                  ? null
                  : engine.attached().servedModel(),
              null);
      case ENDPOINT ->
          new ReleaseTuple.Engine(null, null, ENDPOINT, engine.endpoint().model(), null);
      default -> new ReleaseTuple.Engine(image(engine, stable, defaultImage), arguments(engine));
    };
  }

  private static String type(ModelServiceSpec spec) {
    return spec.engine() == null ? "" : Objects.requireNonNullElse(spec.engine().type(), "");
  }

  private static String image(EngineSpec engine, ReleaseTuple stable, String defaultImage) {
    if (engine != null && engine.image() != null) {
      return engine.image();
    }
    return stable == null || stable.engine() == null
        ? defaultImage
        : Objects.requireNonNullElse(stable.engine().image(), defaultImage);
  }

  private static List<String> arguments(EngineSpec engine) {
    List<String> arguments = new ArrayList<>();
    if (engine == null) {
      return arguments;
    }
    if (engine.maxModelLen() != null) {
      arguments.add("--max-model-len=" + engine.maxModelLen());
    }
    if (engine.tensorParallelSize() != null && engine.tensorParallelSize() > 1) {
      arguments.add("--tensor-parallel-size=" + engine.tensorParallelSize());
    }
    if (engine.speculative() != null) {
      arguments.add(SPECULATIVE + configuration(engine.speculative()));
    }
    arguments.addAll(engine.extraArgs());
    return arguments;
  }

  private static String configuration(Speculative speculative) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("method", METHODS.get(speculative.method()));
    if (speculative.modelPath() != null) {
      fields.put("model", MODELS + "/" + speculative.modelPath());
    }
    fields.put("num_speculative_tokens", speculative.tokens());
    if (speculative.promptLookupMax() != null) {
      fields.put("prompt_lookup_max", speculative.promptLookupMax());
    }
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a map of texts and numbers cannot be written as JSON", e);
    }
  }
}
