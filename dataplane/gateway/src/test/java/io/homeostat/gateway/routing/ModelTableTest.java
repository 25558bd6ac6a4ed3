package io.homeostat.gateway.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ModelTableTest {
  private static ServedModel model(String namespace, String name, String modelName, long created) {
    return new ServedModel(
        namespace,
        name,
        "uid-" + namespace + name,
        modelName,
        created,
        Content.FULL,
        List.of(),
        SplitTest.plan(500, 0),
        List.of());
  }

  @Test
  void onAClashTheOldestHasTheNameAndTheOtherIsReachedByItsFullName() {
    ServedModel young = model("b", "x", "support", 20);
    ServedModel old = model("a", "y", "support", 10);
    ModelTable table = new ModelTable(List.of(young, old));
    assertThat(table.find("support")).contains(old);
    assertThat(table.find("b/x")).contains(young);
    assertThat(table.find("a/y")).contains(old);
    assertThat(table.clientName(old)).isEqualTo("support");
    assertThat(table.clientName(young)).isEqualTo("b/x");
    assertThat(table.find("x")).isEmpty();
  }

  @Test
  void aFullNameCannotBeTakenByAModelName() {
    ServedModel thief = model("a", "thief", "b/x", 1);
    ServedModel owner = model("b", "x", "x", 2);
    assertThat(new ModelTable(List.of(thief, owner)).find("b/x")).contains(owner);
  }

  @Test
  void whoSeesTheNewPlanAndNoOpenRequestOfAReleaseKnowsThatNoneWillCome() {
    ServedModel before = model("a", "x", "x", 1);
    ServedModel after =
        new ServedModel(
            "a",
            "x",
            "u",
            "x",
            1,
            Content.FULL,
            List.of(),
            new Plan(2, "", List.of(SplitTest.arm("stable", Role.STABLE, 1000))),
            List.of());
    ModelTable next = new ModelTable(List.of(after));
    AtomicReference<ModelTable> table = new AtomicReference<>(new ModelTable(List.of(before)));
    OpenRequests open = new OpenRequests();
    Assigner assigner = new Assigner(table::get, new OperatorContact(() -> 0), open);
    Assignment assignment =
        assigner.assign(
            "x",
            null,
            model -> {
              table.set(next);
              return "session";
            });
    assertThat(assignment)
        .isInstanceOfSatisfying(
            Assignment.Assigned.class,
            assigned -> {
              assertThat(assigned.model().plan().revision()).isEqualTo(2);
              assertThat(open.of("a/x")).isEqualTo(Map.of("stable", 1));
              assigned.ticket().close();
              assigned.ticket().close();
              assertThat(open.of("a/x")).isEmpty();
            });
  }

  @Test
  void aRequestMayNameAReleaseOfThePlanAtAnyWeightAndNoOther() {
    ServedModel model =
        new ServedModel(
            "a", "x", "u", "x", 1, Content.FULL, List.of(), SplitTest.plan(0, 0), List.of());
    AtomicReference<ModelTable> table = new AtomicReference<>(new ModelTable(List.of(model)));
    Assigner assigner = new Assigner(table::get, new OperatorContact(() -> 0), new OpenRequests());
    assertThat(assigner.assign("x", "candidate", m -> "s"))
        .isInstanceOfSatisfying(
            Assignment.Assigned.class,
            assigned -> assertThat(assigned.arm().release()).isEqualTo("candidate"));
    assertThat(assigner.assign("x", "gone", m -> "s"))
        .isInstanceOf(Assignment.UnknownRelease.class);
    assertThat(assigner.assign("y", null, m -> "s")).isInstanceOf(Assignment.UnknownModel.class);
    table.set(
        new ModelTable(
            List.of(
                new ServedModel("a", "x", "u", "x", 1, Content.FULL, List.of(), null, List.of()))));
    assertThat(assigner.assign("x", null, m -> "s")).isInstanceOf(Assignment.NotServedYet.class);
  }

  @Test
  void admissionEndsAtItsBoundsAndGivesRoomBack() {
    Admission admission = new Admission(2, 100);
    assertThat(admission.enter()).isTrue();
    assertThat(admission.hold(60)).isTrue();
    assertThat(admission.enter()).isTrue();
    assertThat(admission.hold(60)).isFalse();
    admission.leave(0);
    assertThat(admission.enter()).isTrue();
    assertThat(admission.enter()).isFalse();
    admission.leave(60);
    assertThat(admission.hold(100)).isTrue();
    assertThat(admission.requests()).isEqualTo(1);
  }
}
