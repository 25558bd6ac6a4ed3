package io.homeostat.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InteractionIdsTest {
  private static final int MORE_THAN_ONE_DRAW = 1_000;

  private final InteractionIds ids = new InteractionIds(new SecureRandom());

  @Test
  void noNameIsGivenTwice() {
    Set<String> given = new HashSet<>();
    for (int i = 0; i < MORE_THAN_ONE_DRAW; i++) {
      given.add(ids.next());
    }
    assertThat(given).hasSize(MORE_THAN_ONE_DRAW);
  }

  @Test
  void aNameIsARandomUuid() {
    for (int i = 0; i < MORE_THAN_ONE_DRAW; i++) {
      UUID uuid = UUID.fromString(ids.next());
      assertThat(uuid.version()).isEqualTo(4);
      assertThat(uuid.variant()).isEqualTo(2);
    }
  }
}
