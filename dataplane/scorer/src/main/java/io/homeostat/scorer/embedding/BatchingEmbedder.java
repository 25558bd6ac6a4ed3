package io.homeostat.scorer.embedding;

import io.homeostat.crds.common.CanonicalJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;

/**
 * Collects the texts of concurrent callers into batches for one model, and remembers the vectors of
 * the latest texts by the digest of their content. The model is loaded at the first text, because
 * most installations never need it.
 */
public final class BatchingEmbedder implements Embedder, AutoCloseable {
  private static final int BATCH = 64;

  private final Supplier<? extends Embedder> loader;
  private final BlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
  private final Map<String, CompletableFuture<float[]>> known;
  private Thread worker;

  private record Pending(String text, CompletableFuture<float[]> vector) {}

  /**
   * An embedder that loads nothing yet.
   *
   * @param remembered texts whose vectors are kept, 1.6 KB each
   */
  public BatchingEmbedder(Supplier<? extends Embedder> loader, int remembered) {
    this.loader = loader;
    this.known =
        new LinkedHashMap<>(16, .75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(
              Map.Entry<String, CompletableFuture<float[]>> eldest) {
            return size() > remembered;
          }
        };
  }

  @Override
  public List<float[]> embed(List<String> texts) throws InterruptedException {
    List<CompletableFuture<float[]>> vectors = texts.stream().map(this::vector).toList();
    List<float[]> found = new ArrayList<>(texts.size());
    for (CompletableFuture<float[]> vector : vectors) {
      try {
        found.add(vector.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException("a text could not be embedded", e.getCause());
      }
    }
    return found;
  }

  private synchronized CompletableFuture<float[]> vector(String text) {
    String digest = CanonicalJson.sha256(text);
    CompletableFuture<float[]> vector = known.get(digest);
    if (vector == null || vector.isCompletedExceptionally()) {
      vector = new CompletableFuture<>();
      known.put(digest, vector);
      queue.add(new Pending(text, vector));
      if (worker == null) {
        worker = Thread.ofPlatform().name("embedding").daemon().start(this::work);
      }
    }
    return vector;
  }

  private void work() {
    List<Pending> batch = new ArrayList<>(BATCH);
    Embedder model = null;
    try {
      while (true) {
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
        try {
          model = model == null ? loader.get() : model;
          List<float[]> vectors = model.embed(batch.stream().map(Pending::text).toList());
          for (int i = 0; i < batch.size(); i++) {
            batch.get(i).vector().complete(vectors.get(i));
          }
        } catch (RuntimeException e) {
          batch.forEach(pending -> pending.vector().completeExceptionally(e));
        }
        batch.clear();
      }
    } catch (InterruptedException e) {
      // closed
      queue.drainTo(batch);
      batch.forEach(
          pending -> pending.vector().completeExceptionally(new CancellationException("stopped")));
    }
  }

  @Override
  public synchronized void close() {
    if (worker != null) {
      worker.interrupt();
    }
  }
}
