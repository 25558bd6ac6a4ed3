package io.homeostat.monitor.cause;

import io.homeostat.monitor.cause.CauseFinder.Question;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Names causes of drifts whose values are not kept apart by property: a release that began to
 * answer within {@value #NEAR_MILLIS} ms of the change, else what the signal itself is about.
 */
final class ByTime {
  private static final long NEAR_MILLIS = 600_000;

  private final Evidence evidence;

  ByTime(Evidence evidence) {
    this.evidence = evidence;
  }

  CauseFinding find(Question question) {
    Kind kind = Kind.of(question.signal());
    if (kind != Kind.QUESTIONS && kind != Kind.MIX && releaseBegan(question)) {
      return new CauseFinding(
          CauseFinding.RELEASE,
          ReleaseChange.names(question)
              + " began to answer within 10 minutes of the change; values are not compared at the same mix",
          List.of());
    }
    return switch (kind) {
      case SPEED ->
          new CauseFinding(
              CauseFinding.UPSTREAM,
              "answers come later than before under the same release: see engine, load and network",
              List.of());
      case QUESTIONS -> new CauseFinding(CauseFinding.INPUT_SHIFT, questions(question), List.of());
      case MIX -> new CauseFinding(CauseFinding.INPUT_MIX, question.difference(), List.of());
      default ->
          new CauseFinding(
              CauseFinding.NOT_KNOWN,
              String.format(
                  Locale.ROOT,
                  "the release is the baseline's, '%s'%s",
                  question.baselineRelease(),
                  question.difference() == null ? "" : "; " + question.difference()),
              List.of());
    };
  }

  private static String questions(Question question) {
    if (question.difference() != null) {
      return question.difference();
    }
    return question.signal().equals("InputLength")
        ? "questions are of other lengths than before, whoever answers"
        : "questions are longer than before, whoever answers";
  }

  private boolean releaseBegan(Question question) {
    Optional<Long> first =
        evidence.cells(question.serviceName(), question.capability()).stream()
            .filter(cell -> cell.release().equals(question.currentRelease()))
            .map(Evidence.Cell::firstMillis)
            .min(Comparator.naturalOrder());
    return question.otherRelease()
        && first.isPresent()
        && Math.abs(first.get() - question.sinceMillis()) <= NEAR_MILLIS;
  }
}
