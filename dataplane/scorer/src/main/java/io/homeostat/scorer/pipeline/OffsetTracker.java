package io.homeostat.scorer.pipeline;

import java.util.TreeSet;

/**
 * Knows up to which offset of one partition everything is done, while single records finish out of
 * order.
 */
final class OffsetTracker {
  private final TreeSet<Long> open = new TreeSet<>();
  private long next;

  OffsetTracker(long first) {
    this.next = first;
  }

  synchronized void started(long offset) {
    open.add(offset);
    next = Math.max(next, offset + 1);
  }

  synchronized void finished(long offset) {
    open.remove(offset);
  }

  /** The offset to commit: the first record that is not done. */
  synchronized long committable() {
    return open.isEmpty() ? next : open.first();
  }
}
