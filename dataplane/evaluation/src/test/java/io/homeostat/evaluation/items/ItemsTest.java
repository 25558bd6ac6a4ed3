package io.homeostat.evaluation.items;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.crds.evaluation.EvaluationSpec.Superseded;
import io.homeostat.evaluation.UnusableEvaluationException;
import io.homeostat.events.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemsTest {
  @TempDir private Path folder;

  @Test
  void linesBecomeItemsWithTheSetsNameWhereTheyHaveNone() throws Exception {
    List<Item> items =
        read(
            """
            {"id":"g1","capability":"date","prompt":"When?","answer":"24 May","history":[{"role":"user","content":"Hi"}]}

            {"prompt":"How do I pick a lock?"}
            """);

    assertThat(items)
        .containsExactly(
            new Item(
                "golden/g1", "date", "When?", "24 May", List.of(new Message("user", "Hi")), ""),
            new Item("golden/3", "golden", "How do I pick a lock?", null, List.of(), ""));
    assertThat(items.getFirst().messages())
        .containsExactly(new Message("user", "Hi"), new Message("user", "When?"));
  }

  @Test
  void onlyWhatAPersonCorrectedHasASource() throws Exception {
    assertThat(
            read(
                """
                {"prompt":"a","answer":"b","provenance":"Human","source":"key-1"}
                {"prompt":"a","answer":"b","provenance":"OwnModel","source":"key-2"}
                """))
        .extracting(Item::source)
        .containsExactly("key-1", "");
  }

  @Test
  void aLineThatIsNoItemIsNamed() {
    assertThatThrownBy(() -> read("{\"prompt\":\"a\"}\noops"))
        .isInstanceOf(UnusableEvaluationException.class)
        .hasMessageContaining("line 2: expected a JSON object");
    assertThatThrownBy(() -> read("{\"answer\":\"a\"}")).hasMessageContaining("line 1");
    assertThatThrownBy(() -> read("{\"prompt\":\"a\",\"history\":[{\"role\":\"robot\"}]}"))
        .hasMessageContaining("role");
    assertThatThrownBy(() -> new ItemFile(folder.resolve("none"), "x", "x").read())
        .hasMessageContaining("check the uri");
  }

  @Test
  void anUnfinishedDatasetIsRefused() throws Exception {
    Files.writeString(folder.resolve("test.jsonl"), "{\"capability\":\"a\",\"prompt\":\"b\"}");

    assertThatThrownBy(() -> new DatasetFolder(folder).heldOut()).hasMessageContaining("COMPLETE");

    Files.writeString(folder.resolve("COMPLETE"), "digest");
    assertThat(new DatasetFolder(folder).heldOut()).hasSize(1);
  }

  @Test
  void supersededItemsAreLeftOutAndCounted() {
    GoldenItems golden = new GoldenItems(List.of(), Set.of());

    golden.add(
        List.of(item("golden/1", "date", "24 May"), item("golden/2", "units", "3 km")),
        new Superseded(List.of("date"), List.of()));
    golden.add(
        List.of(item("safety/1", "safety", null), item("safety/2", "safety", null)),
        new Superseded(List.of(), List.of("2")));

    assertThat(golden.kept()).extracting(Item::id).containsExactly("golden/2", "safety/1");
    assertThat(golden.summary().superseded()).isEqualTo(2);
  }

  @Test
  void aCorrectionOfSomebodyWhoDidNotTeachGivesTheNewReference() {
    GoldenItems golden = new GoldenItems(List.of(correction("2026-05-24", "ann")), Set.of("bob"));

    golden.add(List.of(item("golden/1", "date", "24 May 2026")), null);

    assertThat(golden.kept())
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.id()).isEqualTo("golden/1");
              assertThat(item.reference()).isEqualTo("2026-05-24");
            });
    assertThat(golden.summary().rereferenced()).isEqualTo(1);
    assertThat(golden.summary().conflicts()).isEmpty();
  }

  @Test
  void aCorrectionOfATeacherIsAConflict() {
    GoldenItems golden = new GoldenItems(List.of(correction("2026-05-24", "bob")), Set.of("bob"));

    golden.add(List.of(item("golden/1", "date", "24 May 2026")), null);

    assertThat(golden.summary().conflicts()).containsExactly("golden/1");
    assertThat(golden.kept().getFirst().reference()).isEqualTo("24 May 2026");
  }

  @Test
  void correctionsThatContradictEachOtherAreAConflict() {
    GoldenItems golden =
        new GoldenItems(
            List.of(correction("2026-05-24", "ann"), correction("24.5.26", "eve")), Set.of());

    golden.add(List.of(item("golden/1", "date", "24 May 2026")), null);

    assertThat(golden.summary().conflicts()).containsExactly("golden/1");
  }

  @Test
  void aCorrectionThatAgreesChangesNothing() {
    GoldenItems golden = new GoldenItems(List.of(correction("24 may  2026", "bob")), Set.of("bob"));

    golden.add(List.of(item("golden/1", "date", "24 May 2026")), null);

    assertThat(golden.summary()).isNull();
  }

  private List<Item> read(String lines) throws IOException, UnusableEvaluationException {
    Path file = folder.resolve("items.jsonl");
    Files.writeString(file, lines);
    return new ItemFile(file, "golden", "golden").read();
  }

  private static Item item(String id, String capability, String reference) {
    return new Item(id, capability, "When is it?", reference, List.of(), "");
  }

  private static Item correction(String answer, String source) {
    return new Item("test/1", "date", "when is  it?", answer, List.of(), source);
  }
}
