package io.homeostat.statistics.speed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.statistics.text.BleuCounts;
import io.homeostat.statistics.text.ChrfCounts;
import io.homeostat.statistics.text.Rouge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How many pairs of texts of 100 tokens one thread compares in a second. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class TextSpeed {
  private String[] references;
  private String[] hypotheses;
  private int at;

  /** Reads the pairs that the reference implementations are timed with, too. */
  @Setup
  public void read() throws IOException {
    List<String> lines = Files.readAllLines(Path.of(System.getProperty("bench.pairs")));
    references = new String[lines.size()];
    hypotheses = new String[lines.size()];
    ObjectMapper json = new ObjectMapper();
    for (int i = 0; i < references.length; i++) {
      JsonNode pair = json.readTree(lines.get(i));
      references[i] = pair.get("reference").asText();
      hypotheses[i] = pair.get("hypothesis").asText();
    }
  }

  /** ROUGE-L and sentence BLEU of one pair. */
  @Benchmark
  public double rougeLAndBleu() {
    int i = next();
    return Rouge.of(references[i], hypotheses[i], false).longestCommonSubsequence().f()
        + BleuCounts.sentence(references[i], hypotheses[i]);
  }

  /** ROUGE-L with stemming and sentence BLEU of one pair. */
  @Benchmark
  public double stemmedRougeLAndBleu() {
    int i = next();
    return Rouge.of(references[i], hypotheses[i], true).longestCommonSubsequence().f()
        + BleuCounts.sentence(references[i], hypotheses[i]);
  }

  /** chrF++ of one pair. */
  @Benchmark
  public double chrfWords() {
    int i = next();
    return ChrfCounts.charactersAndWords(references[i], hypotheses[i]).score();
  }

  private int next() {
    at = at + 1 < references.length ? at + 1 : 0;
    return at;
  }
}
