package io.homeostat.operator.rig;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.operator.frame.EventRecorder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what people would be told. */
public final class ToldEvents implements EventRecorder {
  /** One event. */
  public record Told(String kind, String name, String type, String reason, String note) {}

  private final List<Told> all = new CopyOnWriteArrayList<>();

  @Override
  public void normal(HasMetadata regarding, Enum<?> reason, String note) {
    all.add(
        new Told(
            regarding.getKind(), regarding.getMetadata().getName(), "Normal", reason.name(), note));
  }

  @Override
  public void warning(HasMetadata regarding, Enum<?> reason, String note) {
    all.add(
        new Told(
            regarding.getKind(),
            regarding.getMetadata().getName(),
            "Warning",
            reason.name(),
            note));
  }

  /** Everything told, in order. */
  public List<Told> all() {
    return List.copyOf(all);
  }

  /** Reasons told about objects of a kind, in order. */
  public List<String> reasons(String kind) {
    return all.stream().filter(told -> told.kind().equals(kind)).map(Told::reason).toList();
  }
}
