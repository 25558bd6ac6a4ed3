package io.homeostat.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter written = new StringWriter();
  private final AtomicLong clock = new AtomicLong();

  @Test
  void a_pipe_gets_nothing() {
    run(false);
    assertThat(written.toString()).isEmpty();
  }

  @Test
  void a_terminal_gets_one_line_that_is_wiped_at_the_end() {
    run(true);
    assertThat(written.toString()).isEqualTo("\r\u001b[Ksimulating 50 %\r\u001b[K");
  }

  private void run(boolean terminal) {
    try (Progress progress = new Progress(new PrintWriter(written), terminal, clock::get)) {
      progress.at("simulating", 0.1);
      clock.set(1_000_000_000);
      progress.at("simulating", 0.5);
      progress.at("simulating", 0.6);
    }
  }
}
