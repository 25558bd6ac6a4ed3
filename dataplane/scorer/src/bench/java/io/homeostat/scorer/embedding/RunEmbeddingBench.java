package io.homeostat.scorer.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Measures how many short sentences are embedded in a second and writes the table of
 * docs/scoring.md. Beside the clock it tells the processor time, which other load on the machine
 * changes little.
 */
class RunEmbeddingBench {
  private static final int SENTENCES = 1_500;
  private static final int WARM_UP = 300;
  private static final int CORES = 2;
  private static final String FROM = "<!-- embedding speed -->";
  private static final String TO = "<!-- end of embedding speed -->";

  private static final String[] SUBJECTS = {"The parcel", "Your refund", "The invoice", "My order"};
  private static final String[] VERBS = {"arrived", "was changed", "is missing", "will be sent"};
  private static final String[] PLACES = {"at the desk", "in Vienna", "by mail", "last week"};

  @Test
  void sentencesPerSecond() throws Exception {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (MiniLm model = MiniLm.load(CORES);
        BatchingEmbedder embedder = new BatchingEmbedder(() -> model, SENTENCES)) {
      embedder.embed(sentences(-WARM_UP, 0));
      double load = system.getSystemLoadAverage();
      long processor = system.getProcessCpuTime();
      long clock = System.nanoTime();
      embedder.embed(sentences(0, SENTENCES));
      double seconds = (System.nanoTime() - clock) / 1e9;
      double processorSeconds = (system.getProcessCpuTime() - processor) / 1e9;
      clock = System.nanoTime();
      embedder.embed(sentences(0, SENTENCES));
      double again = (System.nanoTime() - clock) / 1e9;
      write(SENTENCES / seconds, CORES * SENTENCES / processorSeconds, SENTENCES / again, load);
    }
  }

  private static List<String> sentences(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                "%s number %d %s %s."
                    .formatted(
                        SUBJECTS[Math.floorMod(i, 4)],
                        i,
                        VERBS[Math.floorMod(i / 4, 4)],
                        PLACES[Math.floorMod(i / 16, 4)]))
        .toList();
  }

  private static void write(double clock, double processor, double remembered, double load)
      throws IOException {
    Path page = Path.of(System.getProperty("bench.page"));
    String text = Files.readString(page);
    assertThat(text).contains(FROM, TO);
    String table =
        """
        | %d short sentences (about 10 tokens), %d cores | a second |
        |---|---|
        | by the clock, at a load of %.0f on the machine | %.0f |
        | by processor time: what the cores give when they have nothing else to do | %.0f |
        | remembered | %.0f |
        """
            .formatted(SENTENCES, CORES, load, clock, processor, remembered);
    Files.writeString(
        page,
        text.substring(0, text.indexOf(FROM) + FROM.length())
            + "\n"
            + String.format(Locale.ROOT, "%s", table)
            + text.substring(text.indexOf(TO)));
  }
}
