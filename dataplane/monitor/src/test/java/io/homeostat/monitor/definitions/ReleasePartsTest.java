package io.homeostat.monitor.definitions;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.release.Release;
import io.homeostat.crds.release.ReleaseSpec;
import io.homeostat.crds.release.ReleaseTuple;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReleasePartsTest {
  private static final ReleaseTuple TUPLE =
      new ReleaseTuple(1, new ReleaseTuple.Model("hf://base", "1"), null, null, null, null);

  private static Release release(String name, ReleaseTuple tuple) {
    Release release = new Release();
    release.setMetadata(new ObjectMetaBuilder().withNamespace("support").withName(name).build());
    release.setSpec(new ReleaseSpec(new Ref("desk"), "f-" + name, "base", tuple, null));
    return release;
  }

  private final ReleaseParts parts =
      ReleaseParts.of(
          List.of(
              release("first", TUPLE),
              release("same", TUPLE),
              release("adapted", TUPLE.withAdapter(new ReleaseTuple.Adapter("desk-1", null, null))),
              release(
                  "other",
                  new ReleaseTuple(
                      1, new ReleaseTuple.Model("hf://base", "2"), null, null, null, null))));

  @Test
  void partsThatDifferAreNamed() {
    assertThat(parts.changed("first", "adapted")).containsExactly("adapter");
    assertThat(parts.changed("adapted", "other")).containsExactly("adapter", "model");
    assertThat(parts.changed("first", "same")).isEmpty();
    assertThat(parts.changed("first", "unknown")).isEmpty();
  }
}
