package io.homeostat.gateway.openai;

/** The engine paths that clients may reach; every other path of an engine stays closed. */
public enum Endpoint {
  CHAT("/v1/chat/completions"),
  COMPLETIONS("/v1/completions"),
  RESPONSES("/v1/responses"),
  /** Has no prompt, no decoding and no text to score: only the engine and its model count. */
  EMBEDDINGS("/v1/embeddings");

  private final String path;

  Endpoint(String path) {
    this.path = path;
  }

  /** The path, the same at the gateway and at the engine. */
  public String path() {
    return path;
  }

  /** Whether what is answered is text that a release shapes, and that can be scored. */
  public boolean generates() {
    return this != EMBEDDINGS;
  }
}
