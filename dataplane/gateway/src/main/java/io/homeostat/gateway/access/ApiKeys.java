package io.homeostat.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells who sent a request by its API key; keys are kept and looked up by their digest only. */
public final class ApiKeys {
  private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

  /** Nobody may call. */
  public static final ApiKeys NONE = new ApiKeys(Map.of(), false);

  private final Map<String, ApiKey> byDigest = new HashMap<>();
  private final boolean open;

  /**
   * Takes the entries of a directory. An entry that cannot be read is no key, and is named in the
   * log.
   *
   * @param entryByIdentity identity to entry; of two identities with one key the first by name has
   *     it
   * @param allowAnonymous whether everybody may call while there are no entries, not even wrong
   *     ones
   */
  public ApiKeys(Map<String, String> entryByIdentity, boolean allowAnonymous) {
    new TreeMap<>(entryByIdentity).forEach(this::add);
    this.open = allowAnonymous && entryByIdentity.isEmpty();
  }

  private void add(String identity, String entry) {
    try {
      ApiKeyEntry parsed = ApiKeyEntry.parse(identity, entry);
      parsed.digests().forEach(digest -> byDigest.putIfAbsent(digest, parsed.key()));
    } catch (IllegalArgumentException e) {
      LOG.warn("the API key of {} is not used: {}", identity, e.getMessage());
    }
  }

  /**
   * The key that was sent; everybody is {@link ApiKey#ANONYMOUS} when the gateway is open.
   *
   * @param key null when none was sent
   */
  public Optional<ApiKey> identify(String key) {
    if (open) {
      return Optional.of(ApiKey.ANONYMOUS);
    }
    return Optional.ofNullable(key)
        .map(sent -> HexFormat.of().formatHex(sha256(sent)))
        .map(byDigest::get);
  }

  /** Whose keys there are. */
  public Set<String> identities() {
    return open
        ? Set.of(ApiKey.ANONYMOUS.identity())
        : byDigest.values().stream().map(ApiKey::identity).collect(Collectors.toSet());
  }

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }
}
