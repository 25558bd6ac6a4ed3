package io.homeostat.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columns_are_aligned_right() {
    Table table = new Table("shift", "ARL").row("0", "370.40").row("0.5", "155.22");
    assertThat(table.toString().lines())
        .containsExactly("shift     ARL", "    0  370.40", "  0.5  155.22");
  }

  @Test
  void a_row_of_another_width_is_refused() {
    assertThatThrownBy(() -> new Table("a").row("1", "2")).hasMessageContaining("needs 1 cells");
  }
}
