package io.homeostat.gateway.openai;

/** The engine paths that clients may reach; every other path of an engine stays closed. */
public enum Endpoint {
  CHAT("/v1/chat/completions"),
  COMPLETIONS("/v1/completions");

  private final String path;

  Endpoint(String path) {
    this.path = path;
  }

  /** The path, the same at the gateway and at the engine. */
  public String path() {
    return path;
  }
}
