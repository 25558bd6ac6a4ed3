package io.homeostat.monitor.cause;

import io.homeostat.monitor.cause.CauseFinder.Question;
import io.homeostat.statistics.attribution.RateRise;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One look at a drift of quality or of failures, in the order that {@link CauseFinder} states. */
final class QualityCause {
  private static final int MOST_COUNT = 1_000_000_000;

  private final Evidence evidence;
  private final Contradictions contradictions;
  private final Question question;
  private final Periods periods;
  private final double level;

  QualityCause(
      Evidence evidence,
      Contradictions contradictions,
      Question question,
      Periods periods,
      double level) {
    this.evidence = evidence;
    this.contradictions = contradictions;
    this.question = question;
    this.periods = periods;
    this.level = level;
  }

  CauseFinding find() {
    boolean release = new ReleaseChange(evidence, question).broughtIt(middle());
    if (!release && failuresExplainHalf()) {
      return finding(CauseFinding.UPSTREAM, failureSentence());
    }
    Optional<MixShare> mix = mix(periods.before(), periods.since(), declared());
    if (mix.filter(MixShare::explainsHalf).isPresent()) {
      return finding(CauseFinding.INPUT_MIX, mix.get().sentence());
    }
    if (release && mix.filter(MixShare::mayExplainHalf).isEmpty()) {
      return finding(
          CauseFinding.RELEASE,
          releaseSentence() + new ComponentShares(evidence, question).tail(periods.before()));
    }
    Optional<String> contradicted =
        question.otherRelease()
            ? Optional.empty()
            : contradictions.risen(
                question.serviceName(),
                question.capability(),
                question.baselineRelease(),
                question.sinceMillis(),
                level);
    if (contradicted.isPresent()) {
      return finding(CauseFinding.EXPECTED_ANSWERS, contradicted.get());
    }
    Optional<MixShare> hidden = mix(periods.before(), periods.since(), Properties.OF_INPUTS);
    if (hidden.filter(MixShare::explainsHalf).isPresent()) {
      return finding(CauseFinding.INPUT_SHIFT, hidden.get().sentence());
    }
    return finding(CauseFinding.NOT_KNOWN, unknown(mix, hidden));
  }

  /** The cause when fewer requests get an answer. */
  CauseFinding failures() {
    if (periods.answeredBefore().total().count() == 0) {
      return CauseFinding.UNKNOWN;
    }
    Set<String> dimensions = declared();
    dimensions.remove(Properties.FAILURE);
    Optional<MixShare> mix = mix(periods.answeredBefore(), periods.answeredSince(), dimensions);
    if (mix.filter(MixShare::explainsHalf).isPresent()) {
      return finding(CauseFinding.INPUT_MIX, mix.get().sentence());
    }
    double middle =
        (periods.answeredBefore().total().mean() + periods.answeredSince().total().mean()) / 2;
    return new ReleaseChange(evidence, question).broughtIt(middle)
        ? finding(CauseFinding.RELEASE, ReleaseChange.names(question) + ": " + failureSentence())
        : finding(CauseFinding.UPSTREAM, failureSentence());
  }

  private CauseFinding finding(String cause, String sentence) {
    return new CauseFinding(cause, sentence, periods.examples());
  }

  private double middle() {
    return (periods.meanBefore() + periods.meanSince()) / 2;
  }

  private Set<String> declared() {
    Set<String> names = new HashSet<>(periods.before().dimensions().keySet());
    names.addAll(periods.answeredBefore().dimensions().keySet());
    names.removeAll(Properties.OF_INPUTS);
    names.remove(Properties.FAILURE);
    return names;
  }

  private Optional<MixShare> mix(Span before, Span since, Set<String> dimensions) {
    return MixShare.most(before, since, dimensions, level);
  }

  private boolean failuresExplainHalf() {
    Moments before = periods.answeredBefore().total();
    Moments since = periods.answeredSince().total();
    return before.count() > 0
        && since.count() > 0
        && before.count() + since.count() < MOST_COUNT
        && periods.drop() > 0
        && periods.dropByFailures() >= periods.drop() / 2
        && RateRise.fisher(
                (int) before.zeros(),
                (int) before.count(),
                (int) since.zeros(),
                (int) since.count())
            .risen(level);
  }

  private String failureSentence() {
    Moments before = periods.answeredBefore().total();
    Moments since = periods.answeredSince().total();
    return String.format(
        Locale.ROOT,
        "%d of %d requests since the change got no usable answer%s, %d of %d before",
        since.zeros(),
        since.count(),
        kinds(),
        before.zeros(),
        before.count());
  }

  private String kinds() {
    Map<String, Moments> kinds =
        periods.answeredSince().dimensions().getOrDefault(Properties.FAILURE, Map.of());
    return kinds.isEmpty()
        ? ""
        : new TreeMap<>(kinds)
            .entrySet().stream()
                .map(kind -> kind.getKey() + " " + kind.getValue().count())
                .collect(Collectors.joining(", ", " (", ")"));
  }

  private String releaseSentence() {
    String failed = periods.answeredSince().total().zeros() == 0 ? "" : "; " + failureSentence();
    return String.format(
        Locale.ROOT,
        "%s: mean %.3f after %.3f, and not by other shares of what is asked%s",
        ReleaseChange.names(question),
        periods.meanSince(),
        periods.meanBefore(),
        failed);
  }

  private String unknown(Optional<MixShare> mix, Optional<MixShare> hidden) {
    return String.format(
        Locale.ROOT,
        "no cause is shown: shares of known kinds explain %.0f %% of the drop, length and topic of the questions %.0f %%,"
            + " failures %.0f %%; %s; %d answers since the change were corrected",
        100 * mix.map(MixShare::explained).orElse(0d),
        100 * hidden.map(MixShare::explained).orElse(0d),
        periods.drop() <= 0 ? 0 : 100 * Math.clamp(periods.dropByFailures() / periods.drop(), 0, 1),
        question.otherRelease()
            ? "the drop began apart from the change to " + ReleaseChange.names(question)
            : "the release is the baseline's",
        contradictions.since(
            question.serviceName(),
            question.capability(),
            question.baselineRelease(),
            question.sinceMillis()));
  }
}
