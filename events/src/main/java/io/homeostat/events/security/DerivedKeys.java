package io.homeostat.events.security;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys that two processes derive from one master key, so that no process has to read another's
 * Secrets: HMAC-SHA256(master, purpose + "/" + subject) as hex.
 */
public final class DerivedKeys {
  /** Scope of a token for all ModelServices. */
  public static final String ALL = "*";

  private static final String ALGORITHM = "HmacSHA256";
  private static final int MINIMUM_LENGTH = 32;
  private static final int REMEMBERED = 4_096;

  private final SecretKeySpec master;
  private final Map<String, String> known = new ConcurrentHashMap<>();

  /**
   * Wraps a master key.
   *
   * @param master the key's text; surrounding white space is ignored
   * @throws IllegalArgumentException when it has fewer than 32 characters
   */
  public DerivedKeys(String master) {
    String trimmed = master.strip();
    if (trimmed.length() < MINIMUM_LENGTH) {
      throw new IllegalArgumentException(
          "the master key must have at least %d characters, found %d: give the Secret a longer random value"
              .formatted(MINIMUM_LENGTH, trimmed.length()));
    }
    this.master = new SecretKeySpec(trimmed.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** Key with which gateway and operator call the engines of a ModelService. */
  public String engine(String modelServiceUid) {
    return derive("engine", modelServiceUid);
  }

  /** Key with which Evaluation Jobs may name a release at the gateway. */
  public String evaluation(String modelServiceUid) {
    return derive("evaluation", modelServiceUid);
  }

  /**
   * Token of the archive's API.
   *
   * @param scope {@code namespace/name} of a ModelService, or {@link #ALL}: the scorers'
   */
  public String archive(String scope) {
    return derive("archive", scope);
  }

  /**
   * Names an end user without telling who it is.
   *
   * @param service {@code namespace/name} of the ModelService that the user talks to
   * @param user what requests call the user
   */
  public String user(String service, String user) {
    return derive("user/" + service + "/" + user);
  }

  /** Compares in constant time; null matches nothing. */
  public static boolean matches(String expected, String given) {
    return given != null
        && MessageDigest.isEqual(
            expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private String derive(String purpose, String subject) {
    if (known.size() >= REMEMBERED) {
      known.clear();
    }
    return known.computeIfAbsent(purpose + "/" + subject, this::derive);
  }

  private String derive(String name) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(master);
      byte[] text = name.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(mac.doFinal(text));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no " + ALGORITHM, e);
    }
  }
}
