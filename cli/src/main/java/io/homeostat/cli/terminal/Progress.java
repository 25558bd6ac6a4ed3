package io.homeostat.cli.terminal;

import java.io.Console;
import java.io.PrintWriter;
import java.util.function.LongSupplier;

/**
 * Shows how far a long run is, on a terminal only: one line that is written over and wiped at the
 * end. In a pipe or a file it writes nothing.
 */
public final class Progress implements AutoCloseable {
  private static final long EVERY_NANOS = 200_000_000;
  private static final String WIPE = "\r\u001b[K";

  private final PrintWriter to;
  private final boolean shown;
  private final LongSupplier clock;
  private long last;
  private boolean written;

  Progress(PrintWriter to, boolean shown, LongSupplier clock) {
    this.to = to;
    this.shown = shown;
    this.clock = clock;
    this.last = clock.getAsLong();
  }

  /**
   * Progress on a command's error stream.
   *
   * @param err where it is written when input and output are a terminal
   */
  public static Progress on(PrintWriter err) {
    Console console = System.console();
    return new Progress(err, console != null && console.isTerminal(), System::nanoTime);
  }

  /**
   * Says how far the run is; cheap, may be called often.
   *
   * @param what what is being done, a few words
   * @param share of it that is done, in [0, 1]
   */
  public void at(String what, double share) {
    if (!shown || clock.getAsLong() - last < EVERY_NANOS) {
      return;
    }
    last = clock.getAsLong();
    written = true;
    to.print(WIPE + what + " " + Math.round(100 * share) + " %");
    to.flush();
  }

  /** Wipes the line. */
  @Override
  public void close() {
    if (written) {
      to.print(WIPE);
      to.flush();
      written = false;
    }
  }
}
