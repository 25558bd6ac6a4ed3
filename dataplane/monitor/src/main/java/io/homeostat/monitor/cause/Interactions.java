package io.homeostat.monitor.cause;

import io.homeostat.monitor.ServiceClock;
import io.homeostat.monitor.StateKeys;
import io.homeostat.monitor.StateTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Remembers the scored interactions of about an hour, at most {@value #MOST} of a service, in pages
 * of {@value #PAGE} in the order in which they came: a page is stored and forgotten as a whole.
 *
 * <p>Which page an interaction lies on is not stored but read from the pages when it is first asked
 * for, and again when the table has undone what was written.
 */
final class Interactions {
  static final int MOST = 10_000;
  static final int PAGE = 128;
  private static final long REMEMBERED_MILLIS = 3_600_000;

  private final StateTable table;
  private final Map<String, Index> indexes = new HashMap<>();
  private long rollbacks;

  Interactions(StateTable table) {
    this.table = table;
  }

  /**
   * Interactions that came one after the other.
   *
   * @param latestMillis arrival of the latest of them
   */
  record Page(long latestMillis, List<ScoredInteraction> entries) {
    static final Page EMPTY = new Page(0, List.of());

    /** Copies the list. */
    Page {
      entries = List.copyOf(entries);
    }

    Page plus(ScoredInteraction added) {
      List<ScoredInteraction> grown = new ArrayList<>(entries.size() + 1);
      grown.addAll(entries);
      grown.add(added);
      return new Page(Math.max(latestMillis, added.timeMillis()), grown);
    }

    Optional<ScoredInteraction> find(String name) {
      return entries.stream().filter(entry -> entry.isNamed(name)).findFirst();
    }

    Page with(ScoredInteraction changed) {
      return new Page(
          latestMillis,
          entries.stream()
              .map(entry -> entry.id().equals(changed.id()) ? changed : entry)
              .toList());
    }
  }

  /** Where the interactions of one service lie: by id, and by the id of the response. */
  private static final class Index {
    private final NavigableMap<Long, Long> latestMillis = new TreeMap<>();
    private final Map<String, Long> ids = new HashMap<>();
    private final Map<String, Long> responses = new HashMap<>();

    void add(long number, ScoredInteraction entry) {
      ids.put(entry.id(), number);
      if (entry.responseId() != null) {
        responses.put(entry.responseId(), number);
      }
    }

    void remove(long number, Page page) {
      for (ScoredInteraction entry : page.entries()) {
        ids.remove(entry.id(), number);
        responses.remove(entry.responseId(), number);
      }
      latestMillis.remove(number);
    }
  }

  /** Whether an interaction of this id is remembered. */
  boolean knows(String service, String id) {
    Long number = index(service).ids.get(id);
    return number != null && page(service, number).find(id).isPresent();
  }

  /**
   * An interaction.
   *
   * @param name its id, or that of its response
   */
  Optional<ScoredInteraction> find(String service, String name) {
    Index index = index(service);
    Long number = index.ids.getOrDefault(name, index.responses.get(name));
    return number == null ? Optional.empty() : page(service, number).find(name);
  }

  void add(String service, ScoredInteraction interaction, ServiceClock clock) {
    Index index = index(service);
    long number = index.latestMillis.isEmpty() ? 0 : index.latestMillis.lastKey();
    Page page = page(service, number);
    if (page.entries().isEmpty() && !index.latestMillis.isEmpty()) {
      indexes.remove(service); // the service was not declared for a while
      index = index(service);
    }
    if (page.entries().size() >= PAGE) {
      number++;
      page = Page.EMPTY;
    }
    Page grown = page.plus(interaction);
    table.put(StateKeys.interactions(service, number), grown);
    index.latestMillis.put(number, grown.latestMillis());
    index.add(number, interaction);
    clock.addInteractions(1);
  }

  /** Puts an interaction that is remembered in place of what it was. */
  void replace(String service, ScoredInteraction changed) {
    Long number = index(service).ids.get(changed.id());
    if (number != null) {
      table.put(StateKeys.interactions(service, number), page(service, number).with(changed));
    }
  }

  /** Forgets pages that are too old, and the oldest one when there are too many interactions. */
  void forget(String service, ServiceClock clock) {
    Index index = index(service);
    while (!index.latestMillis.isEmpty() && isDue(index, clock)) {
      long number = index.latestMillis.firstKey();
      Page page = page(service, number);
      table.delete(StateKeys.interactions(service, number));
      index.remove(number, page);
      clock.addInteractions(-page.entries().size());
    }
  }

  private static boolean isDue(Index index, ServiceClock clock) {
    return clock.interactions() >= MOST
        || index.latestMillis.firstEntry().getValue() < clock.eventMillis() - REMEMBERED_MILLIS;
  }

  private Page page(String service, long number) {
    return table.get(StateKeys.interactions(service, number), Page.class).orElse(Page.EMPTY);
  }

  private Index index(String service) {
    if (rollbacks != table.rollbacks()) {
      rollbacks = table.rollbacks();
      indexes.clear();
    }
    return indexes.computeIfAbsent(service, this::read);
  }

  private Index read(String service) {
    Index index = new Index();
    String prefix = StateKeys.interactions(service);
    for (String key : table.keys(prefix)) {
      long number = StateKeys.timeOf(prefix, key);
      Page page = page(service, number);
      index.latestMillis.put(number, page.latestMillis());
      page.entries().forEach(entry -> index.add(number, entry));
    }
    return index;
  }
}
