package io.homeostat.monitor;

/** Event time of one service, and how much of it is remembered, so that memory stays bounded. */
public final class ServiceClock {
  private long eventMillis;
  private int openSessions;
  private int interactions;
  private int early;
  private int halves;

  private ServiceClock(Saved saved) {
    eventMillis = saved.eventMillis();
    openSessions = saved.openSessions();
    interactions = saved.interactions();
    early = saved.early();
    halves = saved.halves();
  }

  /** The stored form. */
  record Saved(long eventMillis, int openSessions, int interactions, int early, int halves) {}

  /** The clock of a service as it was saved, or one that has not begun. */
  public static ServiceClock load(StateTable table, String service) {
    return new ServiceClock(
        table.get(StateKeys.clock(service), Saved.class).orElse(new Saved(0, 0, 0, 0, 0)));
  }

  /** Stores the clock of a service. */
  public void save(StateTable table, String service) {
    table.put(
        StateKeys.clock(service),
        new Saved(eventMillis, openSessions, interactions, early, halves));
  }

  /** Moves the event time forward; an earlier time leaves it where it is. */
  void advance(long millis) {
    eventMillis = Math.max(eventMillis, millis);
  }

  /** Latest arrival of a scored interaction, epoch milliseconds; 0 before the first. */
  public long eventMillis() {
    return eventMillis;
  }

  /** Sessions whose units are not handed on yet. */
  public int openSessions() {
    return openSessions;
  }

  /** Counts sessions that opened, or with a negative number closed. */
  public void addSessions(int opened) {
    openSessions += opened;
  }

  /** Interactions that can still be found by id. */
  public int interactions() {
    return interactions;
  }

  /** Counts interactions that were remembered, or with a negative number forgotten. */
  public void addInteractions(int remembered) {
    interactions += remembered;
  }

  /** Corrections that wait for their score. */
  public int early() {
    return early;
  }

  /** Counts corrections that began to wait, or with a negative number stopped. */
  public void addEarly(int waiting) {
    early += waiting;
  }

  /** Answers that wait for the other of their pair. */
  public int halves() {
    return halves;
  }

  /** Counts answers that began to wait for their pair, or with a negative number stopped. */
  public void addHalves(int waiting) {
    halves += waiting;
  }
}
