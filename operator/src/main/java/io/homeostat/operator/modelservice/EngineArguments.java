package io.homeostat.operator.modelservice;

import io.homeostat.crds.modelservice.EngineSpec;
import io.homeostat.crds.modelservice.ModelFiles;
import io.homeostat.operator.canary.decide.CanaryDefaults;
import io.homeostat.operator.modelservice.decide.EngineTuple;
import io.homeostat.operator.modelservice.decide.SpecTuple;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Arguments and environment of vLLM. */
final class EngineArguments {
  /** Seconds that the engine may spend on open requests after SIGTERM. */
  static final int SHUTDOWN_SECONDS = 30;

  static final String ADAPTERS = "/adapters";

  private static final String SCHEDULING = "--scheduling-policy";
  private static final int DEFAULT_MAX_LORAS = 4;
  private static final int DEFAULT_MAX_LORA_RANK = 16;

  private EngineArguments() {}

  static List<String> arguments(EnginePool pool) {
    EngineSpec engine = pool.spec().engine();
    List<String> arguments = new ArrayList<>();
    arguments.add("--model=" + ModelFiles.of(pool.tuple().model()).under(EngineTuple.MODELS));
    arguments.add("--served-model-name=" + SpecTuple.BASE);
    arguments.add("--port=" + EnginePool.PORT);
    arguments.add("--shutdown-timeout=" + SHUTDOWN_SECONDS);
    if (pool.tuple().engine().args().stream().noneMatch(a -> a.startsWith(SCHEDULING))) {
      arguments.add(SCHEDULING + "=priority"); // an Evaluation waits while clients ask
    }
    if (servesAdapters(pool)) {
      int loras =
          engine == null
              ? DEFAULT_MAX_LORAS
              : CanaryDefaults.orElse(engine.maxLoras(), DEFAULT_MAX_LORAS);
      int rank =
          engine == null
              ? DEFAULT_MAX_LORA_RANK
              : CanaryDefaults.orElse(engine.maxLoraRank(), DEFAULT_MAX_LORA_RANK);
      arguments.add("--enable-lora");
      arguments.add("--max-lora-rank=" + rank);
      arguments.add("--max-loras=" + loras);
      arguments.add("--max-cpu-loras=" + 2 * loras);
    }
    arguments.addAll(pool.tuple().engine().args());
    return arguments;
  }

  static Map<String, String> environment(EnginePool pool) {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("HOME", "/tmp");
    environment.put("USER", "engine");
    environment.put("HF_HUB_OFFLINE", "1");
    environment.put("VLLM_NO_USAGE_STATS", "1");
    if (servesAdapters(pool)) {
      environment.put("VLLM_ALLOW_RUNTIME_LORA_UPDATING", "true");
      environment.put("VLLM_PLUGINS", "lora_filesystem_resolver");
      environment.put("VLLM_LORA_RESOLVER_CACHE_DIR", ADAPTERS);
    }
    if (pool.spec().engine() != null) {
      environment.putAll(pool.spec().engine().env());
    }
    return environment;
  }

  /**
   * Adapters need a place to lie, and an engine that does not guess ahead; else it serves its base
   * model only.
   */
  static boolean servesAdapters(EnginePool pool) {
    return pool.spec().artifacts() != null && EngineTuple.takesAdapters(pool.tuple());
  }
}
