package io.homeostat.gateway.routing;

import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Tells who sent a request by its API key; keys are kept and looked up by their digest only. */
public final class ApiKeys {
  /** Identity of every caller of an open gateway. */
  public static final String ANONYMOUS = "anonymous";

  private final Map<String, String> identityByDigest = new TreeMap<>();
  private final boolean open;

  /**
   * Takes the keys of a directory.
   *
   * @param keyByIdentity identity to key; of two identities with one key the first by name has it
   * @param allowAnonymous whether everybody may call while there are no keys
   */
  public ApiKeys(Map<String, String> keyByIdentity, boolean allowAnonymous) {
    new TreeMap<>(keyByIdentity)
        .forEach((identity, key) -> identityByDigest.putIfAbsent(digest(key), identity));
    this.open = allowAnonymous && keyByIdentity.isEmpty();
  }

  /**
   * The identity that a key belongs to; everybody is {@link #ANONYMOUS} when the gateway is open.
   */
  public Optional<String> identify(String key) {
    if (open) {
      return Optional.of(ANONYMOUS);
    }
    return Optional.ofNullable(key).map(ApiKeys::digest).map(identityByDigest::get);
  }

  /** How many keys there are. */
  public int size() {
    return identityByDigest.size();
  }

  private static String digest(String key) {
    return HexFormat.of().formatHex(SessionDigest.sha256(key));
  }
}
