package io.homeostat.gateway.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * Names interactions with random UUIDs that nobody can guess; strong randomness is drawn for many
 * of them at a time, because a draw costs the same for one. Thread-safe.
 */
final class InteractionIds {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int UUIDS = 256;
  private static final long VERSION_4 = 0x4000L;
  private static final long NO_VERSION = ~0xF000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long NO_VARIANT = 0x3FFF_FFFF_FFFF_FFFFL;

  private final SecureRandom random;
  private final byte[] drawn = new byte[UUIDS * 2 * Long.BYTES];
  private int used = drawn.length;

  InteractionIds(SecureRandom random) {
    this.random = random;
  }

  /** The next name, a UUID of version 4. */
  String next() {
    long high;
    long low;
    synchronized (this) {
      if (used == drawn.length) {
        random.nextBytes(drawn);
        used = 0;
      }
      high = (long) LONG.get(drawn, used);
      low = (long) LONG.get(drawn, used + Long.BYTES);
      used += 2 * Long.BYTES;
    }
    return new UUID((high & NO_VERSION) | VERSION_4, (low & NO_VARIANT) | VARIANT).toString();
  }
}
