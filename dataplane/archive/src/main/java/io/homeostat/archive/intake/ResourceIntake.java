package io.homeostat.archive.intake;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.homeostat.archive.store.ResourceStore;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.evaluation.Evaluation;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.crds.healingrun.HealingRun;
import io.homeostat.crds.release.Release;
import io.homeostat.dataplane.Changes;
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
    follow(kubernetes, Release.class);
    follow(kubernetes, HealingRun.class);
    follow(kubernetes, Dataset.class);
    follow(kubernetes, FineTuneJob.class);
    follow(kubernetes, AdapterMerge.class);
    follow(kubernetes, Evaluation.class);
    follow(kubernetes, CanaryRelease.class);
  }

  private <T extends HasMetadata> void follow(KubernetesClients kubernetes, Class<T> kind) {
    kubernetes.inform(kind, new Changes<>(this::changed, this::changed));
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
}
