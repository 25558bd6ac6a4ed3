package io.homeostat.monitor;

/** Counts what the monitor did with its input, so that nothing is left out silently. */
public interface MonitorCounters {
  /** Why a record was read and not counted in a session. */
  enum LeftOut {
    /** No QualityPolicy of that service is known. */
    NO_POLICY,
    /** The interaction was counted before. */
    REPEATED,
    /** Its session is closed. */
    LATE,
    /** Its session entered another arm. */
    MOVED,
    /** Too many sessions are open. */
    FULL
  }

  /** A record was left out. */
  void leftOut(LeftOut why);

  /** Sessions closed. */
  void closed(int sessions);
}
