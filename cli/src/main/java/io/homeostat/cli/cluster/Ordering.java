package io.homeostat.cli.cluster;

import io.fabric8.kubernetes.api.model.Condition;
import io.homeostat.cli.terminal.UsageException;
import io.homeostat.crds.common.ResourceRef;
import io.homeostat.crds.intervention.Intervention;
import io.homeostat.crds.intervention.InterventionSpec;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Writes a person's order down as an Intervention and waits for what becomes of it. */
public final class Ordering {
  private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

  private final Cluster cluster;
  private final Clock clock;
  private final PrintWriter out;

  /** Writes orders down in a cluster, and what becomes of them to out. */
  public Ordering(Cluster cluster, Clock clock, PrintWriter out) {
    this.cluster = cluster;
    this.clock = clock;
    this.out = out;
  }

  /**
   * Orders something.
   *
   * @param parameters what the order names; null for nothing
   * @return 0 when it was carried out, 1 when it was refused or not settled in time
   */
  public int order(
      ResourceRef target,
      String action,
      InterventionSpec.Parameters parameters,
      OrderOptions options)
      throws UsageException, InterruptedException {
    Instant expires =
        clock.instant().plusSeconds(options.expiresIn()).truncatedTo(ChronoUnit.SECONDS);
    InterventionSpec spec =
        new InterventionSpec(
            target, action, parameters, options.reason(), expires.toString(), null);
    Intervention order =
        Cluster.asking(() -> cluster.order(action.toLowerCase(Locale.ROOT) + "-", spec));
    out.printf(
        "Intervention %s: %s %s '%s'%n",
        order.getMetadata().getName(), action, target.kind(), target.name());
    return options.patience() == 0 ? 0 : outcome(order, options.patience());
  }

  private int outcome(Intervention order, int patience)
      throws UsageException, InterruptedException {
    Instant end = clock.instant().plusSeconds(patience);
    Optional<Condition> said = Optional.empty();
    while (clock.instant().isBefore(end)) {
      Optional<Intervention> found =
          Cluster.asking(() -> cluster.find(Intervention.class, order.getMetadata().getName()));
      if (found.isEmpty()) {
        out.println("it was deleted before it was settled");
        return 1;
      }
      said = succeeded(found.get());
      if (said.isPresent() && !"Unknown".equals(said.get().getStatus())) {
        out.println(said.get().getReason() + ": " + said.get().getMessage());
        return "True".equals(said.get().getStatus()) ? 0 : 1;
      }
      Thread.sleep(LOOK_AGAIN);
    }
    out.println(
        "not settled after %d s: %s"
            .formatted(
                patience,
                said.map(Condition::getMessage)
                    .orElse("the operator has not looked at it; is it running?")));
    return 1;
  }

  private static Optional<Condition> succeeded(Intervention order) {
    return order.getStatus() == null
        ? Optional.empty()
        : order.getStatus().conditions().stream()
            .filter(condition -> "Succeeded".equals(condition.getType()))
            .findFirst();
  }
}
