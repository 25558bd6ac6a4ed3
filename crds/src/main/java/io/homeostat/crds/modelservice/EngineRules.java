package io.homeostat.crds.modelservice;

/** What CEL refuses of a model and of its engine, and what to write instead. */
final class EngineRules {
  /** The files are on a claim of this namespace, in the model hub, or in an object store. */
  static final String MODEL_URI =
      "(self.uri.matches('^pvc://[a-z0-9]([-.a-z0-9]*[a-z0-9])?(/[-._A-Za-z0-9]+)+$') ||"
          + " self.uri.matches('^hf://[A-Za-z0-9][-._A-Za-z0-9]*/[A-Za-z0-9][-._A-Za-z0-9]*$') ||"
          + " self.uri.matches('^s3://[a-z0-9][-.a-z0-9]*[a-z0-9](/[-._A-Za-z0-9]+)+$')) &&"
          + " !self.uri.split('/').exists(p, p in ['.', '..'])";

  static final String MODEL_URI_MESSAGE =
      "spec.model.uri: write pvc://<claim>/<path>, hf://<organisation>/<model> or"
          + " s3://<bucket>/<prefix>, the path without '.', '..' or empty parts";

  static final String MODEL_REVISION =
      "!self.uri.startsWith('hf://') || (has(self.revision) &&"
          + " self.revision.matches('^[0-9a-f]{40}$'))";

  static final String MODEL_REVISION_MESSAGE =
      "spec.model.revision: write the full commit of an hf:// model, 40 hex digits, which its page"
          + " shows under 'Files and versions'; a branch may change under a release";

  static final String MODEL_DIGEST =
      "!self.uri.startsWith('s3://') || (has(self.revision) &&"
          + " self.revision.matches('^[0-9a-f]{64}$'))";

  static final String MODEL_DIGEST_MESSAGE =
      "spec.model.revision: write the SHA-256 of an s3:// model's files, 64 hex digits; 'python -m"
          + " homeostat_trainer.digest <folder>' in the Jobs image prints it";

  static final String MODEL_CACHE = "self.uri.startsWith('pvc://') != has(self.cacheClaimName)";

  static final String MODEL_CACHE_MESSAGE =
      "spec.model.cacheClaimName: name the claim that keeps a fetched hf:// or s3:// model; leave"
          + " it out for pvc://, which is a claim already";

  static final String MODEL_CREDENTIALS =
      "!has(self.credentialsSecretRef) || !self.uri.startsWith('pvc://')";

  static final String MODEL_CREDENTIALS_MESSAGE =
      "spec.model.credentialsSecretRef: leave it out for pvc://, which nobody fetches";

  static final String LORA_RANK =
      "!has(self.maxLoraRank) || self.maxLoraRank in [8, 16, 32, 64, 128, 256, 320, 512]";

  static final String LORA_RANK_MESSAGE =
      "spec.engine.maxLoraRank: write one of 8, 16, 32, 64, 128, 256, 320, 512; vLLM has no others";

  /**
   * One element per argument: what follows a flag as an element of its own could also be read as
   * another model, which would win over the operator's.
   */
  static final String ARGUMENT_FORM =
      "!has(self.extraArgs) || self.extraArgs.all(a, a.matches('^--[a-z]'))";

  static final String ARGUMENT_FORM_MESSAGE =
      "spec.engine.extraArgs: write each argument as one element, --name=value or --name; values"
          + " as elements of their own and short forms such as -tp are not taken";

  /**
   * The engine reads '_' as '-' and a part after '.' as a field of a JSON value; a shortened name
   * is refused too.
   */
  static final String ARGUMENTS =
      "!has(self.extraArgs) || self.extraArgs.all(a, !(['--model', '--served-model-name',"
          + " '--enable-lora', '--no-enable-lora', '--api-key', '--lora-modules', '--port',"
          + " '--host', '--uds', '--config', '--headless', '--grpc', '--root-path',"
          + " '--ssl-keyfile', '--ssl-certfile', '--api-server-count', '--shutdown-timeout',"
          + " '--enable-log-requests', '--enable-log-outputs', '--max-loras', '--max-lora-rank',"
          + " '--max-model-len', '--tensor-parallel-size', '--speculative-config',"
          + " '--speculative-model'].exists(d, d == a.split('=')[0].split('.')[0].replace('_', '-')"
          + " || (a.split('=')[0].size() > 4 && d.startsWith(a.split('=')[0].replace('_',"
          + " '-'))))))";

  static final String ARGUMENTS_MESSAGE =
      "spec.engine.extraArgs: leave out --model, --served-model-name, --enable-lora, --api-key,"
          + " --lora-modules, --port, --host, --uds, --config, --headless, --grpc, --root-path,"
          + " --ssl-keyfile, --ssl-certfile, --api-server-count and --shutdown-timeout, which the"
          + " operator sets, and --enable-log-requests and --enable-log-outputs, which would log"
          + " what people write; write --max-loras, --max-lora-rank, --max-model-len,"
          + " --tensor-parallel-size and --speculative-config as the fields of spec.engine";

  static final String ENVIRONMENT =
      "!has(self.env) || self.env.all(k, !(k in ['VLLM_API_KEY',"
          + " 'VLLM_ALLOW_RUNTIME_LORA_UPDATING', 'VLLM_PLUGINS',"
          + " 'VLLM_LORA_RESOLVER_CACHE_DIR', 'VLLM_SERVER_DEV_MODE',"
          + " 'VLLM_DEBUG_LOG_API_SERVER_RESPONSE']) && k.matches('^[A-Za-z_][A-Za-z0-9_]*$'))";

  static final String ENVIRONMENT_MESSAGE =
      "spec.engine.env: use names of letters, digits and '_', and leave out VLLM_API_KEY,"
          + " VLLM_ALLOW_RUNTIME_LORA_UPDATING, VLLM_PLUGINS and VLLM_LORA_RESOLVER_CACHE_DIR,"
          + " which the operator sets, VLLM_SERVER_DEV_MODE, which opens the engine, and"
          + " VLLM_DEBUG_LOG_API_SERVER_RESPONSE, which logs answers";

  static final String TYPE =
      "(has(self.type) && self.type == 'Attached') == has(self.attached) && (has(self.type) &&"
          + " self.type == 'OpenAICompatible') == has(self.endpoint)";

  static final String TYPE_MESSAGE =
      "spec.engine: write attached with type Attached, endpoint with type OpenAICompatible, and"
          + " neither with type VLLM";

  static final String OWN_PODS =
      "!has(self.type) || self.type == 'VLLM' || !(has(self.image) || has(self.maxModelLen) ||"
          + " has(self.resources) || has(self.tensorParallelSize) || has(self.sharedMemory) ||"
          + " has(self.speculative) || (has(self.extraArgs) && self.extraArgs.size() > 0) ||"
          + " (has(self.env) && self.env.size() > 0))";

  static final String OWN_PODS_MESSAGE =
      "spec.engine: leave out image, maxModelLen, tensorParallelSize, sharedMemory, speculative,"
          + " extraArgs, env and resources with type Attached or OpenAICompatible: whoever runs"
          + " that engine sets them";

  static final String MODEL_NEEDED =
      "(has(self.engine) && has(self.engine.type) && self.engine.type == 'OpenAICompatible') !="
          + " has(self.model)";

  static final String MODEL_NEEDED_MESSAGE =
      "spec.model: write the base model; leave it out with engine.type OpenAICompatible, where"
          + " engine.endpoint.model names it";

  static final String NO_ADAPTERS =
      "!has(self.engine) || !has(self.engine.type) || self.engine.type != 'OpenAICompatible' ||"
          + " (!has(self.artifacts) && has(self.adapter) &&"
          + " self.adapter.mode == 'None')";

  static final String NO_ADAPTERS_MESSAGE =
      "spec.adapter.mode: write None and leave out spec.artifacts with engine.type"
          + " OpenAICompatible; such an endpoint loads no adapters";

  static final String ACTUATOR =
      "!has(self.release) || !has(self.release.actuator) || (has(self.engine) &&"
          + " has(self.engine.type) && self.engine.type == 'Attached')";

  static final String ACTUATOR_MESSAGE =
      "spec.release.actuator: use it with engine.type Attached, whose pods the Rollout makes, or"
          + " leave it out";

  static final String SPECULATIVE =
      "!has(self.engine) || !has(self.engine.speculative) || (has(self.adapter) &&"
          + " self.adapter.mode == 'None')";

  static final String SPECULATIVE_MESSAGE =
      "spec.adapter.mode: write None with engine.speculative; vLLM cannot decode speculatively"
          + " through an adapter";

  static final String DRAFT_CLAIM =
      "!has(self.engine) || !has(self.engine.speculative) ||"
          + " !has(self.engine.speculative.modelPath) ||"
          + " (has(self.model) && self.model.uri.startsWith('pvc://'))";

  static final String DRAFT_CLAIM_MESSAGE =
      "spec.engine.speculative.modelPath: it is a path on the claim of spec.model, so write"
          + " spec.model.uri as pvc://<claim>/<path>";

  static final String SCALE = "!(has(self.replicas) && has(self.autoscaling))";

  static final String SCALE_MESSAGE =
      "spec.replicas: leave it out with spec.autoscaling, which sets the number of pods";

  static final String OWN_DEPLOYMENT =
      "!has(self.engine) || !has(self.engine.type) || self.engine.type == 'VLLM' ||"
          + " !(has(self.replicas) || has(self.autoscaling) ||"
          + " has(self.podTemplatePatch))";

  static final String OWN_DEPLOYMENT_MESSAGE =
      "spec.replicas: leave out replicas, autoscaling and podTemplatePatch with engine.type"
          + " Attached or OpenAICompatible; the operator makes no pods there";

  private EngineRules() {}
}
