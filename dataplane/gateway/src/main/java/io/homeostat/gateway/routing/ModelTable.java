package io.homeostat.gateway.routing;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that is served at one moment; a request looks at one table from start to end. */
public final class ModelTable {
  private static final Comparator<ServedModel> OLDEST_FIRST =
      Comparator.comparingLong(ServedModel::createdMillis).thenComparing(ServedModel::service);

  /** Serves nothing. */
  public static final ModelTable EMPTY = new ModelTable(List.of());

  private final List<ServedModel> models;
  private final Map<String, ServedModel> byName = new HashMap<>();

  public ModelTable(Collection<ServedModel> models) {
    this.models = models.stream().sorted(OLDEST_FIRST).toList();
    this.models.forEach(model -> byName.put(model.service(), model));
    this.models.forEach(model -> byName.putIfAbsent(model.modelName(), model));
  }

  /** All models, the oldest first. */
  public List<ServedModel> models() {
    return models;
  }

  /**
   * Finds a model by {@code namespace/name} or by its short name, which belongs to the oldest that
   * claims it.
   */
  public Optional<ServedModel> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The name under which clients reach a model: the short one unless an older model has it. */
  public String clientName(ServedModel model) {
    return byName.get(model.modelName()) == model ? model.modelName() : model.service();
  }
}
