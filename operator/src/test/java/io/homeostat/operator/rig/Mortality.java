package io.homeostat.operator.rig;

import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a process write a number of times and then nothing more, as if it had been killed between
 * two writes.
 */
public final class Mortality implements Interceptor {
  private final AtomicInteger left;
  private final CountDownLatch dead = new CountDownLatch(1);

  /** Grants writes; the next one after them is the end. */
  public Mortality(int writes) {
    this.left = new AtomicInteger(writes);
  }

  /** A process that lives for ever. */
  public static Mortality none() {
    return new Mortality(Integer.MAX_VALUE);
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (ended()) {
      throw new IllegalStateException("this process was killed");
    }
    if (!"GET".equals(request.method()) && left.getAndDecrement() <= 0) {
      dead.countDown();
      throw new IllegalStateException("this process is killed before its next write");
    }
  }

  /** Kills the process now. */
  public void kill() {
    dead.countDown();
  }

  /** Whether the process was killed. */
  public boolean ended() {
    return dead.getCount() == 0;
  }

  /** Waits for the end; false when it did not come in time. */
  public boolean awaitEnd(long seconds) {
    try {
      return dead.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
