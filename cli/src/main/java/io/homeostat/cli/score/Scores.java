package io.homeostat.cli.score;

import io.homeostat.statistics.text.BleuCounts;
import io.homeostat.statistics.text.ChrfCounts;
import io.homeostat.statistics.text.ExactMatch;
import io.homeostat.statistics.text.Overlap;
import io.homeostat.statistics.text.Rouge;
import io.homeostat.statistics.text.TokenF1;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Scores answers one by one and keeps of them only what corpus scores need.
 *
 * <p>A score has a name for each of its figures: the metric's own, and with detail those of its
 * precision and recall.
 */
final class Scores {
  private final List<Metric> metrics;
  private final boolean stem;
  private final boolean detail;
  private final List<String> names = new ArrayList<>();
  private BleuCounts bleu = BleuCounts.none();
  private ChrfCounts chrf = ChrfCounts.characters("", "");
  private ChrfCounts chrfWords = ChrfCounts.charactersAndWords("", "");

  Scores(Set<Metric> metrics, boolean stem, boolean detail) {
    this.metrics = List.copyOf(metrics);
    this.stem = stem;
    this.detail = detail;
    for (Metric metric : this.metrics) {
      names.add(metric.label());
      if (detail && metric.isOverlap()) {
        names.add(metric.label() + "_precision");
        names.add(metric.label() + "_recall");
      }
    }
  }

  /** The names of the figures. */
  List<String> names() {
    return names;
  }

  /** The figures of one answer, in the order of their names. */
  double[] of(Pair pair) {
    double[] figures = new double[names.size()];
    Rouge rouge = null;
    int at = 0;
    for (Metric metric : metrics) {
      if (metric.name().startsWith("ROUGE") && rouge == null) {
        rouge = Rouge.of(pair.reference(), pair.hypothesis(), stem);
      }
      if (metric.isOverlap()) {
        at = put(figures, at, overlap(metric, pair, rouge));
      } else {
        figures[at++] = figure(metric, pair);
      }
    }
    return figures;
  }

  private int put(double[] figures, int at, Overlap overlap) {
    figures[at] = overlap.f();
    if (!detail) {
      return at + 1;
    }
    figures[at + 1] = overlap.precision();
    figures[at + 2] = overlap.recall();
    return at + 3;
  }

  private static Overlap overlap(Metric metric, Pair pair, Rouge rouge) {
    return switch (metric) {
      case ROUGE_1 -> rouge.ngrams(1);
      case ROUGE_2 -> rouge.ngrams(2);
      case ROUGE_L -> rouge.longestCommonSubsequence();
      case ROUGE_LSUM -> rouge.summary();
      default -> TokenF1.of(pair.reference(), pair.hypothesis());
    };
  }

  private double figure(Metric metric, Pair pair) {
    return switch (metric) {
      case BLEU -> {
        BleuCounts counts = BleuCounts.of(pair.reference(), pair.hypothesis());
        bleu = bleu.plus(counts);
        yield counts.sentence();
      }
      case CHRF -> {
        ChrfCounts counts = ChrfCounts.characters(pair.reference(), pair.hypothesis());
        chrf = chrf.plus(counts);
        yield counts.score();
      }
      case CHRF_WORDS -> {
        ChrfCounts counts = ChrfCounts.charactersAndWords(pair.reference(), pair.hypothesis());
        chrfWords = chrfWords.plus(counts);
        yield counts.score();
      }
      default -> ExactMatch.of(pair.reference(), pair.hypothesis()) ? 1 : 0;
    };
  }

  /** The score of all answers as one corpus, for the metrics that have one. */
  OptionalDouble corpus(String name) {
    if (name.equals(Metric.BLEU.label())) {
      return OptionalDouble.of(bleu.corpus());
    }
    if (name.equals(Metric.CHRF.label())) {
      return OptionalDouble.of(chrf.score());
    }
    return name.equals(Metric.CHRF_WORDS.label())
        ? OptionalDouble.of(chrfWords.score())
        : OptionalDouble.empty();
  }
}
