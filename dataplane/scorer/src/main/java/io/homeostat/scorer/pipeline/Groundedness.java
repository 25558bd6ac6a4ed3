package io.homeostat.scorer.pipeline;

import com.google.re2j.Pattern;
import io.homeostat.crds.qualitypolicy.QualityPolicySpec;
import io.homeostat.invariant.Subject;
import io.homeostat.scorer.embedding.Embedder;
import io.homeostat.scorer.policy.ScoringPolicy;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How much of an answer the retrieved context supports: the share of its sentences that have a
 * sentence in the context whose embedding is near, cosine at least {@code supportedFrom}. Sentences
 * of fewer than four words say too little and are left out. It tells what is talked about, not
 * whether it is denied: a sentence and its negation are near.
 */
public final class Groundedness {
  private static final double DEFAULT_SUPPORT = 0.6;
  private static final int MINIMUM_WORDS = 4;
  private static final int MOST_CLAIMS = 64;
  private static final int MOST_SOURCES = 256;
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final Embedder embedder;

  public Groundedness(Embedder embedder) {
    this.embedder = embedder;
  }

  void add(Subject subject, QualityPolicySpec.Groundedness declared, Parts parts)
      throws InterruptedException {
    List<String> sources =
        subject.context().stream()
            .flatMap(document -> sentences(document).stream())
            .limit(MOST_SOURCES)
            .toList();
    if (sources.isEmpty()) {
      parts.missing(ScoringPolicy.GROUNDEDNESS, "NoContext");
      return;
    }
    List<String> claims = sentences(subject.answer()).stream().limit(MOST_CLAIMS).toList();
    if (claims.isEmpty()) {
      parts.missing(ScoringPolicy.GROUNDEDNESS, "NoSentence");
      return;
    }
    double from =
        declared.supportedFrom() == null
            ? DEFAULT_SUPPORT
            : Double.parseDouble(declared.supportedFrom());
    List<float[]> known = embedder.embed(sources);
    long supported =
        embedder.embed(claims).stream()
            .filter(claim -> known.stream().anyMatch(one -> Embedder.cosine(claim, one) >= from))
            .count();
    parts.put(ScoringPolicy.GROUNDEDNESS, (double) supported / claims.size());
  }

  private static List<String> sentences(String text) {
    BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ROOT);
    breaks.setText(text);
    List<String> sentences = new ArrayList<>();
    int from = breaks.first();
    for (int to = breaks.next(); to != BreakIterator.DONE; to = breaks.next()) {
      String sentence = text.substring(from, to).strip();
      if (SPACE.split(sentence).length >= MINIMUM_WORDS) {
        sentences.add(sentence);
      }
      from = to;
    }
    return sentences;
  }
}
