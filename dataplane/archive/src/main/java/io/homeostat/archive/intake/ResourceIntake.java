package io.homeostat.archive.intake;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.homeostat.archive.store.ResourceStore;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.release.Release;
import io.homeostat.dataplane.KubernetesClients;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the objects that lineage needs. Changes are gathered and written in small batches; while
 * the database is away only the latest state of each object waits.
 */
public final class ResourceIntake {
  private static final Logger LOG = LoggerFactory.getLogger(ResourceIntake.class);

  private final ResourceStore store;
  private final Map<String, HasMetadata> changed = new LinkedHashMap<>();

  public ResourceIntake(ResourceStore store) {
    this.store = store;
  }

  /** Starts the informers. */
  public void watch(KubernetesClients kubernetes) {
    kubernetes.inform(Release.class, handler());
    kubernetes.inform(HealingRun.class, handler());
    kubernetes.inform(Dataset.class, handler());
    kubernetes.inform(FineTuneJob.class, handler());
    kubernetes.inform(Evaluation.class, handler());
    kubernetes.inform(CanaryRelease.class, handler());
  }

  /** Notes the latest state of an object. */
  public void changed(HasMetadata object) {
    synchronized (changed) {
      changed.put(object.getMetadata().getUid(), object);
    }
  }

  /** Writes what changed; call it every second. What could not be written is tried again. */
  public void flush() {
    List<HasMetadata> objects;
    synchronized (changed) {
      objects = new ArrayList<>(changed.values());
      changed.clear();
    }
    try {
      store.put(objects);
    } catch (SQLException e) {
      LOG.warn("{} objects wait for the database: {}", objects.size(), e.getMessage());
      synchronized (changed) {
        objects.forEach(object -> changed.putIfAbsent(object.getMetadata().getUid(), object));
      }
    }
  }

  private <T extends HasMetadata> ResourceEventHandler<T> handler() {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T object) {
        changed(object);
      }

      @Override
      public void onUpdate(T before, T object) {
        changed(object);
      }

      @Override
      public void onDelete(T object, boolean finalStateUnknown) {
        changed(object);
      }
    };
  }
}
