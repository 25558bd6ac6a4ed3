package io.homeostat.monitor;

import java.util.HexFormat;

/**
 * Names every state of the monitor: {@code <namespace/service>|<kind>|<rest>}, and the clocks of
 * all services.
 *
 * <p>The part that others choose (session, interaction) stands last, so that no content of it can
 * make two keys equal or lie in another prefix. Times are 16 hexadecimal digits, so that keys sort
 * by time.
 */
public final class StateKeys {
  private static final String CLOCKS = "|clock|";
  private static final String SESSION = "session|";
  private static final String DUE = "due|";
  private static final String INTERACTIONS = "interactions|";
  private static final String EARLY = "early|";
  private static final String EARLY_ORDER = "early-order|";
  private static final String CORRECTIONS = "corrections|";
  private static final String EVIDENCE = "evidence|";
  private static final String EVIDENCE_CELLS = "evidence-cells|";
  private static final String JUDGE = "judge";
  private static final String DRIFT = "drift|";
  private static final String FAMILY = "family|";
  private static final String CANARY = "canary|";
  private static final String TOLD = "told|";
  private static final String PAIR = "pair|";
  private static final String PAIR_ORDER = "pair-order|";
  private static final String BEFORE = "before";
  private static final String COST = "cost|";

  private StateKeys() {}

  /** Everything of one service. */
  public static String service(String service) {
    return service + "|";
  }

  /**
   * The clocks of all services that anything is remembered of; no service's name begins like this.
   */
  public static String clocks() {
    return CLOCKS;
  }

  /** Event time and sizes. */
  public static String clock(String service) {
    return CLOCKS + service;
  }

  /** One open session. */
  public static String session(String service, String session) {
    return service(service) + SESSION + session;
  }

  /** All closing times. */
  public static String due(String service) {
    return service(service) + DUE;
  }

  /** Closing time of one session. */
  public static String due(String service, long millis, String session) {
    return timed(due(service), millis, session);
  }

  /** All pages of scored interactions. */
  public static String interactions(String service) {
    return service(service) + INTERACTIONS;
  }

  /** One page of scored interactions. */
  public static String interactions(String service, long number) {
    return from(interactions(service), number);
  }

  /** A correction that came before its score. */
  public static String early(String service, String id) {
    return service(service) + EARLY + id;
  }

  /** All early corrections by time. */
  public static String earlyOrder(String service) {
    return service(service) + EARLY_ORDER;
  }

  /** Time of one early correction. */
  public static String earlyOrder(String service, long millis, String id) {
    return timed(earlyOrder(service), millis, id);
  }

  /** History of corrections of one capability. */
  public static String corrections(String service, String capability) {
    return service(service) + CORRECTIONS + capability;
  }

  /** Values of a capability under one release and scorer set; the names hold no bar. */
  public static String evidence(String service, String capability, String release, String set) {
    return service(service) + EVIDENCE + capability + "|" + release + "|" + set + "|";
  }

  /** Which values of a capability are kept. */
  public static String evidenceCells(String service, String capability) {
    return service(service) + EVIDENCE_CELLS + capability;
  }

  /** Calibrations of the service's judge. */
  public static String judge(String service) {
    return service(service) + JUDGE;
  }

  /** All drift streams of a service. */
  public static String drift(String service) {
    return service(service) + DRIFT;
  }

  /** All streams of one DriftMonitor. */
  public static String drift(String service, String uid) {
    return drift(service) + uid + "|";
  }

  /** One stream. */
  public static String drift(String service, String uid, String signal, String capability) {
    return drift(service, uid) + stream(signal, capability);
  }

  /** End of the key of one stream. */
  public static String stream(String signal, String capability) {
    return signal + "|" + capability;
  }

  /** Second stages of all DriftMonitors of a service. */
  public static String families(String service) {
    return service(service) + FAMILY;
  }

  /** The second stage of one DriftMonitor. */
  public static String family(String service, String uid) {
    return families(service) + uid;
  }

  /** All canaries of a service. */
  public static String canary(String service) {
    return service(service) + CANARY;
  }

  /** One canary. */
  public static String canary(String service, String uid) {
    return canary(service) + uid;
  }

  /** The half of a pair that came first. */
  public static String pair(String service, String id) {
    return service(service) + PAIR + id;
  }

  /** All halves of pairs by time. */
  public static String pairOrder(String service) {
    return service(service) + PAIR_ORDER;
  }

  /** Time of the half of one pair. */
  public static String pairOrder(String service, long millis, String id) {
    return timed(pairOrder(service), millis, id);
  }

  /** What the service was like before any canary that runs now. */
  public static String before(String service) {
    return service(service) + BEFORE;
  }

  /** What a capability cost under each release. */
  public static String cost(String service, String capability) {
    return service(service) + COST + capability + "|";
  }

  /** What a capability cost under one release. */
  public static String cost(String service, String capability, String release) {
    return cost(service, capability) + release;
  }

  /** What was last said about every subject of a service. */
  public static String told(String service) {
    return service(service) + TOLD;
  }

  /** What was last said about one subject. */
  public static String told(String service, String uid) {
    return told(service) + uid;
  }

  /** What was last said about the costs of one subject. */
  public static String toldCosts(String service, String uid) {
    return told(service, uid) + "|" + COST;
  }

  /** The time in a key made with a time. */
  public static long timeOf(String prefix, String key) {
    return Long.parseLong(key, prefix.length(), prefix.length() + 16, 16);
  }

  /** What stands behind the time in a key made with a time. */
  public static String restOf(String prefix, String key) {
    return key.substring(prefix.length() + 17);
  }

  /** The first key of a time under a prefix: all earlier times lie before it. */
  public static String from(String prefix, long millis) {
    return prefix + HexFormat.of().toHexDigits(millis);
  }

  private static String timed(String prefix, long millis, String rest) {
    return from(prefix, millis) + "|" + rest;
  }
}
