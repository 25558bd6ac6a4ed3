package io.homeostat.scorer.pipeline;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.BitSet;
import java.util.TreeSet;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows which records of one partition are done while they finish out of order. What is committed
 * is the first record that is not done, and beside it, as the commit's metadata, which later ones
 * are: after a crash nothing that is done is done again.
 */
final class OffsetTracker {
  /** Records after the first open one that may be begun; the metadata of so many fits. */
  static final int WINDOW = 20_000;

  private static final Logger LOG = LoggerFactory.getLogger(OffsetTracker.class);
  private static final int MAX_BYTES = WINDOW;

  private final TreeSet<Long> open = new TreeSet<>();
  private final long base;
  private final BitSet doneBefore;
  private long next;

  private OffsetTracker(long base, BitSet doneBefore) {
    this.base = base;
    this.doneBefore = doneBefore;
    this.next = base;
  }

  /** Begins at an offset of which nothing is known. */
  static OffsetTracker from(long offset) {
    return new OffsetTracker(offset, new BitSet());
  }

  /** Goes on from what was committed. */
  static OffsetTracker from(OffsetAndMetadata committed) {
    return new OffsetTracker(committed.offset(), decode(committed.metadata()));
  }

  /** Begins a record; false when it was done before. */
  synchronized boolean start(long offset) {
    next = Math.max(next, offset + 1);
    if (offset >= base && doneBefore.get((int) Math.min(offset - base, Integer.MAX_VALUE))) {
      return false;
    }
    open.add(offset);
    return true;
  }

  synchronized void finish(long offset) {
    open.remove(offset);
  }

  /** Whether no further record may be begun until the first open one is done. */
  synchronized boolean isFull() {
    return !open.isEmpty() && next - open.first() >= WINDOW;
  }

  /** Records that were begun and are not done, or lie behind one that is not. */
  synchronized long behind() {
    return open.isEmpty() ? 0 : next - open.first();
  }

  /** What to commit. */
  synchronized OffsetAndMetadata committable() {
    if (open.isEmpty() && doneBefore.length() + base <= next) {
      return new OffsetAndMetadata(next);
    }
    long first = open.isEmpty() ? next : open.first();
    BitSet done = new BitSet();
    for (long offset = first; offset < Math.max(next, base + doneBefore.length()); offset++) {
      boolean known =
          offset < next ? !open.contains(offset) : doneBefore.get((int) (offset - base));
      done.set((int) (offset - first), known);
    }
    return new OffsetAndMetadata(first, encode(done));
  }

  private static String encode(BitSet done) {
    if (done.isEmpty()) {
      return "";
    }
    Deflater deflater = new Deflater();
    try {
      deflater.setInput(done.toByteArray());
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      byte[] buffer = new byte[1_024];
      while (!deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
      return Base64.getEncoder().encodeToString(packed.toByteArray());
    } finally {
      deflater.end();
    }
  }

  private static BitSet decode(String metadata) {
    if (metadata == null || metadata.isEmpty()) {
      return new BitSet();
    }
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(Base64.getDecoder().decode(metadata));
      byte[] bits = new byte[MAX_BYTES];
      return BitSet.valueOf(java.util.Arrays.copyOf(bits, inflater.inflate(bits)));
    } catch (DataFormatException | IllegalArgumentException e) {
      LOG.warn("the metadata of a committed offset is not the scorer's and is passed over");
      return new BitSet();
    } finally {
      inflater.end();
    }
  }
}
