package io.homeostat.cli.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.cli.terminal.Table;
import io.homeostat.statistics.Interval;
import io.homeostat.statistics.PoissonBootstrap;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** What a person or a program reads of the scores. */
interface ScoreReport {
  /** Takes the figures of one answer and returns what is to be written of it, maybe nothing. */
  String line(Pair pair, long number, double[] figures);

  /** What is to be written at the end, maybe nothing. */
  String end(Scores scores, List<Minimum> minimums);

  /** One JSON object for each answer, nothing at the end. */
  final class Json implements ScoreReport {
    private final ObjectMapper json =
        JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private final List<String> names;

    Json(List<String> names) {
      this.names = names;
    }

    @Override
    public String line(Pair pair, long number, double[] figures) {
      ObjectNode line = json.createObjectNode();
      if (pair.id() == null) {
        line.put("id", number);
      } else {
        line.set("id", pair.id());
      }
      for (int i = 0; i < figures.length; i++) {
        if (names.get(i).equals(Metric.EXACT.label())) {
          line.put(names.get(i), (int) figures[i]);
        } else {
          line.put(names.get(i), figures[i]);
        }
      }
      try {
        return json.writeValueAsString(line) + "\n";
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(
            "a line that was read as JSON cannot be written as JSON", e);
      }
    }

    @Override
    public String end(Scores scores, List<Minimum> minimums) {
      return "";
    }
  }

  /** A table of means with their intervals at the end. */
  final class Text implements ScoreReport {
    private static final int REPLICATES = 1000;
    private static final double CONFIDENCE = 0.95;
    private static final String NONE = "-";

    private final PoissonBootstrap means;

    Text(List<String> names) {
      // a fixed seed, so that a report can be repeated
      means = new PoissonBootstrap(names.size(), REPLICATES, new SplittableRandom(1));
    }

    @Override
    public String line(Pair pair, long number, double[] figures) {
      means.observe(figures);
      return "";
    }

    @Override
    public String end(Scores scores, List<Minimum> minimums) {
      if (means.count() == 0) {
        return "no answer was scored\n";
      }
      Table table = new Table("metric", "mean", "95% from", "to", "corpus", "minimum");
      for (int i = 0; i < scores.names().size(); i++) {
        String name = scores.names().get(i);
        Interval mean = means.mean(i, CONFIDENCE);
        boolean spread = means.count() > 1;
        table.row(
            name,
            number(mean.estimate()),
            spread ? number(mean.lower()) : NONE,
            spread ? number(mean.upper()) : NONE,
            scores.corpus(name).stream().mapToObj(Text::number).findFirst().orElse(NONE),
            minimum(name, mean.estimate(), minimums));
      }
      String answers = means.count() == 1 ? "answer" : "answers";
      return "%d %s%n%s%n".formatted(means.count(), answers, table);
    }

    private static String minimum(String name, double mean, List<Minimum> minimums) {
      return minimums.stream()
          .filter(minimum -> minimum.metric().label().equals(name))
          .map(minimum -> number(minimum.value()) + (minimum.isMet(mean) ? " met" : " missed"))
          .findFirst()
          .orElse(NONE);
    }

    private static String number(double value) {
      return String.format(Locale.ROOT, "%.4f", value);
    }
  }
}
