package io.homeostat.scorer.embedding;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * all-MiniLM-L6-v2, quantised, in this process: mean of the token vectors, 384 numbers; text beyond
 * 256 tokens is not read. The texts of a batch are spread over the cores and go through the network
 * one by one: its numbers are scaled by all that is in a run, so that the vector of a text would
 * depend on its company (cosine .96 to that of the text alone).
 */
public final class MiniLm implements Embedder, AutoCloseable {
  private static final String MODEL = "/all-minilm-l6-v2-q.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-q-tokenizer.json";
  private static final int MAX_TOKENS = 256;

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final HuggingFaceTokenizer tokenizer;
  private final ExecutorService cores;

  private MiniLm(OrtSession.SessionOptions options, int threads) throws OrtException, IOException {
    cores =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().name("embedding-", 0).daemon().factory());
    session = environment.createSession(resource(MODEL).readAllBytes(), options);
    try (InputStream vocabulary = resource(TOKENIZER)) {
      tokenizer =
          HuggingFaceTokenizer.newInstance(
              vocabulary,
              Map.of(
                  "padding",
                  "false",
                  "truncation",
                  "true",
                  "maxLength",
                  Integer.toString(MAX_TOKENS),
                  "modelMaxLength",
                  Integer.toString(MAX_TOKENS)));
    }
  }

  /**
   * Loads the model, which takes about a second and 100 MB outside the heap.
   *
   * @param threads texts that are embedded at a time, each on one core
   */
  public static MiniLm load(int threads) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      return new MiniLm(options, threads);
    } catch (OrtException e) {
      throw new IllegalStateException("the embedding model cannot be loaded", e);
    } catch (IOException e) {
      throw new UncheckedIOException("the embedding model is not on the class path", e);
    }
  }

  @Override
  public List<float[]> embed(List<String> texts) throws InterruptedException {
    List<Callable<float[]>> runs = new ArrayList<>(texts.size());
    for (Encoding encoding : tokenizer.batchEncode(texts)) {
      runs.add(() -> run(encoding));
    }
    List<float[]> vectors = new ArrayList<>(texts.size());
    try {
      for (Future<float[]> vector : cores.invokeAll(runs)) {
        vectors.add(vector.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the embedding model failed on a text", e.getCause());
    }
    return vectors;
  }

  private float[] run(Encoding encoding) throws OrtException {
    long[] ids = encoding.getIds();
    long[] shape = {1, ids.length};
    try (OnnxTensor idTensor = tensor(ids, shape);
        OnnxTensor maskTensor = tensor(encoding.getAttentionMask(), shape);
        OnnxTensor typeTensor = tensor(encoding.getTypeIds(), shape);
        OrtSession.Result result =
            session.run(
                Map.of(
                    "input_ids", idTensor,
                    "attention_mask", maskTensor,
                    "token_type_ids", typeTensor))) {
      FloatBuffer states = ((OnnxTensor) result.get(0)).getFloatBuffer();
      return mean(states, ids.length);
    }
  }

  private OnnxTensor tensor(long[] values, long[] shape) throws OrtException {
    return OnnxTensor.createTensor(environment, LongBuffer.wrap(values), shape);
  }

  /** The mean of token vectors, scaled to length 1. */
  private static float[] mean(FloatBuffer states, int tokens) {
    int dimensions = states.capacity() / tokens;
    float[] sum = new float[dimensions];
    float[] token = new float[dimensions];
    for (int i = 0; i < tokens; i++) {
      states.get(i * dimensions, token);
      for (int d = 0; d < dimensions; d++) {
        sum[d] += token[d];
      }
    }
    double norm = 0;
    for (float value : sum) {
      norm += (double) value * value;
    }
    float scale = norm == 0 ? 0 : (float) (1 / Math.sqrt(norm));
    for (int d = 0; d < dimensions; d++) {
      sum[d] *= scale;
    }
    return sum;
  }

  private static InputStream resource(String name) throws FileNotFoundException {
    InputStream stream = MiniLm.class.getResourceAsStream(name);
    if (stream == null) {
      throw new FileNotFoundException(name);
    }
    return stream;
  }

  @Override
  public void close() {
    cores.shutdownNow();
    tokenizer.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("the embedding model cannot be closed", e);
    }
  }
}
