package io.homeostat.monitor.cause;

import io.homeostat.events.Score;
import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.StateTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps what a cause is looked for in: values of each capability by release and scorer set over
 * time, split by their {@link Properties}.
 *
 * <p>An exponential histogram for each, as {@link CorrectionHistory}: basic spans of {@value
 * #WIDTH_MILLIS} ms; of each length at most {@value #PER_LEVEL} are kept, then the two oldest
 * become one of twice the length. A value that comes late counts in the present span. Whether an
 * interaction was answered at all is kept as 1 or 0 under the set {@value #ANSWERED}, once for all
 * scorer sets. Answers of a release that was not the stable one, in a canary or a shadow of it, lie
 * apart: they tell what its parts do.
 */
final class Evidence {
  static final String ANSWERED = "";
  static final long WIDTH_MILLIS = 5_000;

  static final int PER_LEVEL = 8;
  private static final String OPEN = "open";
  private static final String BESIDE = "beside ";
  private static final int MOST_CELLS = 16;
  private static final int MOST_LEVELS = 40;

  private final StateTable table;

  Evidence(StateTable table) {
    this.table = table;
  }

  /**
   * Which values belong together.
   *
   * @param lastMillis of its latest value
   */
  record Cell(String release, String set, long firstMillis, long lastMillis) {
    boolean is(String otherRelease, String otherSet) {
      return release.equals(otherRelease) && set.equals(otherSet);
    }
  }

  /** The cells of a capability; the one that was fed longest ago makes room. */
  record Cells(List<Cell> cells) {}

  /** Spans of one length. */
  record Level(List<Span> spans) {}

  /** Takes a score of the stable release. */
  void score(Score score, String capability) {
    Map<String, String> properties = Properties.of(score);
    add(score, capability, ANSWERED, score.failed() ? 0 : 1, Properties.withFailure(score));
    if (!score.failed()
        && score.gating()
        && score.composite() != null
        && score.scorerSet() != null) {
      add(score, capability, score.scorerSet(), score.composite(), properties);
    }
  }

  /** Takes a score of another release than the stable one. */
  void beside(Score score, String capability) {
    if (!score.failed()
        && score.gating()
        && score.composite() != null
        && score.scorerSet() != null) {
      add(score, capability, BESIDE + score.scorerSet(), score.composite(), Properties.of(score));
    }
  }

  private void add(
      Score score, String capability, String set, double value, Map<String, String> properties) {
    String service = score.service();
    touch(service, capability, score.release(), set, score.timeMillis());
    String key = StateKeys.evidence(service, capability, score.release(), set) + OPEN;
    List<Span> open = load(key);
    Span span = open.isEmpty() ? null : open.getFirst();
    long at = score.timeMillis();
    if (span == null || at >= span.endMillis()) {
      if (span != null) {
        close(service, capability, score.release(), set, span);
      }
      long start = Math.floorDiv(at, WIDTH_MILLIS) * WIDTH_MILLIS;
      span = Span.at(start, start + WIDTH_MILLIS);
    }
    table.put(key, new Level(List.of(span.plus(score, value, properties))));
  }

  private void close(String service, String capability, String release, String set, Span closed) {
    Span carried = closed;
    for (int level = 0; level < MOST_LEVELS; level++) {
      String key = key(service, capability, release, set, level);
      List<Span> spans = new ArrayList<>(load(key));
      spans.add(carried);
      if (spans.size() <= PER_LEVEL) {
        table.put(key, new Level(spans));
        return;
      }
      carried = spans.get(0).merge(spans.get(1));
      table.put(key, new Level(spans.subList(2, spans.size())));
    }
  }

  private void touch(String service, String capability, String release, String set, long at) {
    List<Cell> cells = new ArrayList<>(allCells(service, capability));
    Optional<Cell> known = cells.stream().filter(cell -> cell.is(release, set)).findFirst();
    if (known.isPresent() && at < known.get().lastMillis() + WIDTH_MILLIS) {
      return;
    }
    known.ifPresent(cells::remove);
    cells.add(new Cell(release, set, known.map(Cell::firstMillis).orElse(at), at));
    if (cells.size() > MOST_CELLS) {
      Cell oldest = cells.stream().min(Comparator.comparingLong(Cell::lastMillis)).orElseThrow();
      cells.remove(oldest);
      table
          .keys(StateKeys.evidence(service, capability, oldest.release(), oldest.set()))
          .forEach(table::delete);
    }
    table.put(StateKeys.evidenceCells(service, capability), new Cells(cells));
  }

  /** Those of stable releases. */
  List<Cell> cells(String service, String capability) {
    return allCells(service, capability).stream()
        .filter(cell -> !cell.set().startsWith(BESIDE))
        .toList();
  }

  private List<Cell> allCells(String service, String capability) {
    return table
        .get(StateKeys.evidenceCells(service, capability), Cells.class)
        .map(Cells::cells)
        .orElse(List.of());
  }

  /** All values of a release under a scorer set in the spans that lie whole within a time. */
  Span between(String service, String capability, String release, String set, long from, long to) {
    Span sum = Span.empty();
    for (String key : table.keys(StateKeys.evidence(service, capability, release, set))) {
      for (Span span : load(key)) {
        if (span.startMillis() >= from && span.endMillis() <= to) {
          sum = sum.merge(span);
        }
      }
    }
    return sum;
  }

  /** All values of a release in canaries and shadows of it, and as the stable one since a time. */
  Span ofRelease(String service, String capability, String release, String set, long since) {
    return between(service, capability, release, BESIDE + set, 0, Long.MAX_VALUE)
        .merge(between(service, capability, release, set, since, Long.MAX_VALUE));
  }

  /** The same of all releases together. */
  Span ofAllReleases(String service, String capability, String set, long from, long to) {
    Span sum = Span.empty();
    for (Cell cell : cells(service, capability)) {
      if (cell.set().equals(set)) {
        sum = sum.merge(between(service, capability, cell.release(), set, from, to));
      }
    }
    return sum;
  }

  /** End of the span in which a release had brought so many interactions, or of its last one. */
  long endOfFirst(String service, String capability, String release, int count) {
    List<Span> spans = new ArrayList<>();
    table
        .keys(StateKeys.evidence(service, capability, release, ANSWERED))
        .forEach(key -> spans.addAll(load(key)));
    spans.sort(Comparator.comparingLong(Span::startMillis));
    long brought = 0;
    long end = 0;
    for (Span span : spans) {
      if (brought < count) {
        brought += span.total().count();
        end = span.endMillis();
      }
    }
    return end;
  }

  private List<Span> load(String key) {
    return table.get(key, Level.class).map(Level::spans).orElse(List.of());
  }

  private static String key(
      String service, String capability, String release, String set, int level) {
    return StateKeys.evidence(service, capability, release, set) + level;
  }
}
