package io.homeostat.cli.score;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of a stream as bytes, one at a time, so that a line that is not UTF-8 spoils no other.
 */
final class Lines implements AutoCloseable {
  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long number;
  private long bytes;

  Lines(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  /** The next line that is not blank, without its end, or null. */
  byte[] next() throws IOException {
    boolean blank = true;
    int read = in.read();
    line.reset();
    while (read >= 0) {
      bytes++;
      if (read != '\n') {
        line.write(read);
        blank &= read <= ' ';
      } else {
        number++;
        if (!blank) {
          return line.toByteArray();
        }
        line.reset();
      }
      read = in.read();
    }
    number++;
    return blank ? null : line.toByteArray();
  }

  /** The number of the line that was read last, from 1, blank ones counted. */
  long number() {
    return number;
  }

  /** How many bytes were read. */
  long bytes() {
    return bytes;
  }

  /** Whether the next line may keep one waiting. */
  boolean waiting() throws IOException {
    return in.available() == 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
