package io.homeostat.archive.api;

import io.homeostat.events.security.DerivedKeys;

/** Decides which token may read what. */
public final class Access {
  private static final String BEARER = "Bearer ";

  private final DerivedKeys keys;
  private final String readerToken;
  private final String contentToken;

  /**
   * Wires the tokens.
   *
   * @param keys derives the token of each service's Dataset Jobs
   * @param readerToken token of people's tools, for all that is no content
   * @param contentToken token of people who may read what was written, and erase it
   */
  public Access(DerivedKeys keys, String readerToken, String contentToken) {
    this.keys = keys;
    this.readerToken = readerToken;
    this.contentToken = contentToken;
  }

  /** Whether an Authorization header opens the figures of all services. */
  public boolean readsAll(String authorization) {
    return DerivedKeys.matches(BEARER + readerToken, authorization) || readsContent(authorization);
  }

  /** Whether an Authorization header opens messages and answers of all services. */
  public boolean readsContent(String authorization) {
    return DerivedKeys.matches(BEARER + contentToken, authorization);
  }

  /** Whether an Authorization header is a scorer's, which may read what it scored once more. */
  boolean scores(String authorization) {
    return DerivedKeys.matches(BEARER + keys.archive(DerivedKeys.ALL), authorization);
  }

  /** The opaque key of an end user, as the gateway writes it. */
  String userKey(String service, String user) {
    return keys.user(service, user);
  }

  /** Whether an Authorization header opens the data of one service, {@code namespace/name}. */
  public boolean reads(String authorization, String service) {
    return DerivedKeys.matches(BEARER + keys.archive(service), authorization)
        || readsAll(authorization);
  }
}
