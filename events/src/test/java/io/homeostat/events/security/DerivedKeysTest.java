package io.homeostat.events.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DerivedKeysTest {
  private final DerivedKeys keys = new DerivedKeys("0123456789abcdef0123456789abcdef\n");

  @Test
  void theSameMasterGivesTheSameKeyWhateverTheWhiteSpace() {
    assertThat(keys.engine("uid"))
        .isEqualTo(new DerivedKeys(" 0123456789abcdef0123456789abcdef").engine("uid"))
        .hasSize(64);
  }

  @Test
  void purposesAndSubjectsDoNotShareKeys() {
    assertThat(keys.engine("uid"))
        .isNotEqualTo(keys.evaluation("uid"))
        .isNotEqualTo(keys.engine("other"));
    assertThat(keys.archive("uid")).isNotEqualTo(keys.engine("uid"));
  }

  @Test
  void aShortMasterIsRefused() {
    assertThatThrownBy(() -> new DerivedKeys("short"))
        .hasMessageContaining("at least 32 characters, found 5");
  }

  @Test
  void aMissingKeyMatchesNothing() {
    assertThat(DerivedKeys.matches("a", null)).isFalse();
    assertThat(DerivedKeys.matches("a", "a")).isTrue();
    assertThat(DerivedKeys.matches("a", "b")).isFalse();
  }
}
