package io.homeostat.gateway.routing;

/** Why an attempt gave no answer, and what follows from it. */
public enum Failure {
  /** No engine pod is ready. */
  NO_READY_POD("NoReadyPod", Then.NEXT_ARM, false, 503),
  /** The pod took no connection; nothing was sent. */
  CONNECT_FAILED("ConnectFailed", Then.NEXT_POD, true, 503),
  /**
   * The connection ended before the answer began, which may be what this very request does to an
   * engine.
   */
  CONNECTION_LOST("ConnectionLost", Then.NEXT_POD_ONCE, true, 503),
  /** The pod does not know the adapter. */
  ADAPTER_MISSING("AdapterMissing", Then.NEXT_POD, false, 503),
  /** The pod has too much to do. */
  ENGINE_BUSY("EngineBusy", Then.NEXT_POD, false, 429),
  /** The pod says that it cannot serve. */
  ENGINE_UNAVAILABLE("EngineUnavailable", Then.NEXT_POD, true, 503),
  /** The pod does not accept the gateway's key. */
  ENGINE_DENIED("EngineDenied", Then.NEXT_ARM, true, 502),
  /** The pod failed while it worked on the request. */
  ENGINE_ERROR("EngineError", Then.NEXT_ARM, true, 502),
  /** What came is no answer. */
  BROKEN_ANSWER("BrokenAnswer", Then.NEXT_ARM, true, 502),
  /** Nothing came in time. */
  TIMEOUT("Timeout", Then.NEXT_ARM, true, 504),
  /** The engine calls the request wrong. */
  REFUSED("Refused", Then.NEXT_ARM, false, 400),
  /** The engine does not serve the path. */
  PATH_UNKNOWN("PathUnknown", Then.NEXT_ARM, false, 404),
  /** The arm failed too often to be tried. */
  BREAKER_OPEN("BreakerOpen", Then.NEXT_ARM, false, 503);

  enum Then {
    NEXT_POD,
    NEXT_POD_ONCE,
    NEXT_ARM
  }

  private final String code;
  private final Then then;
  private final boolean podsFault;
  private final int status;

  Failure(String code, Then then, boolean podsFault, int status) {
    this.code = code;
    this.then = then;
    this.podsFault = podsFault;
    this.status = status;
  }

  /** What an engine's HTTP status means; null for 200, which is an answer. */
  public static Failure ofStatus(int status) {
    return switch (status) {
      case 200 -> null;
      case 401, 403 -> ENGINE_DENIED;
      case 404 -> ADAPTER_MISSING;
      case 408, 504 -> TIMEOUT;
      case 429 -> ENGINE_BUSY;
      case 503 -> ENGINE_UNAVAILABLE;
      default -> status >= 500 ? ENGINE_ERROR : status >= 400 ? REFUSED : BROKEN_ANSWER;
    };
  }

  /** The word in events, metrics and errors. */
  public String code() {
    return code;
  }

  /** HTTP status for the client when nothing else answered. */
  public int status() {
    return status;
  }

  /** Whether the client would get the same answer again, because its request is the reason. */
  public boolean isClientsFault() {
    return this == REFUSED || this == PATH_UNKNOWN;
  }

  Then then() {
    return then;
  }

  boolean isPodsFault() {
    return podsFault;
  }
}
