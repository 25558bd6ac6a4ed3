package io.homeostat.operator.learning.decide;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.crds.finetunejob.FineTuneJobStatus.Tracked;
import org.junit.jupiter.api.Test;

class AliasMoveTest {
  @Test
  void theVersionThatServesGetsTheAliasOnce() {
    assertThat(AliasMove.of(tracked(null), true, false)).isEqualTo(AliasMove.SET);
    assertThat(AliasMove.of(tracked("stable"), true, false)).isEqualTo(AliasMove.NONE);
  }

  @Test
  void aVersionThatServesNoLongerLosesIt() {
    assertThat(AliasMove.of(tracked("stable"), false, false)).isEqualTo(AliasMove.REMOVE);
    assertThat(AliasMove.of(tracked(null), false, false)).isEqualTo(AliasMove.NONE);
  }

  @Test
  void itsSuccessorTakesItSoThatNobodyTakesItFromTheSuccessor() {
    assertThat(AliasMove.of(tracked("stable"), false, true)).isEqualTo(AliasMove.LEAVE);
  }

  @Test
  void whatIsNotInMlflowHasNoAlias() {
    assertThat(AliasMove.of(null, true, false)).isEqualTo(AliasMove.NONE);
    assertThat(AliasMove.of(new Tracked("r", null, null, null, null, null), true, false))
        .isEqualTo(AliasMove.NONE);
  }

  private static Tracked tracked(String alias) {
    return new Tracked("run", "shop.support", "3", alias, null, null);
  }
}
