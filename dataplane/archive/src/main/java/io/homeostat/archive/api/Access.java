package io.homeostat.archive.api;

import io.homeostat.events.security.DerivedKeys;

/** Decides which token may read what. */
public final class Access {
  private static final String BEARER = "Bearer ";

  private final DerivedKeys keys;
  private final String readerToken;

  /**
   * Wires the tokens.
   *
   * @param keys derives the token of each service's Dataset Jobs
   * @param readerToken token of people's tools, for everything
   */
  public Access(DerivedKeys keys, String readerToken) {
    this.keys = keys;
    this.readerToken = readerToken;
  }

  /** Whether an Authorization header opens everything. */
  public boolean readsAll(String authorization) {
    return DerivedKeys.matches(BEARER + readerToken, authorization);
  }

  /** Whether an Authorization header opens the data of one service, {@code namespace/name}. */
  public boolean reads(String authorization, String service) {
    return DerivedKeys.matches(BEARER + keys.archive(service), authorization)
        || readsAll(authorization);
  }
}
