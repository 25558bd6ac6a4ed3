package io.homeostat.operator;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.homeostat.crds.canaryrelease.CanaryRelease;
import io.homeostat.operator.canary.CanaryReleaseReconciler;
import io.homeostat.operator.frame.Controllers;
import io.homeostat.operator.frame.Frame;
import io.homeostat.operator.frame.HomeNamespace;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reconcilers of one process under leader election: only the holder of the lease acts. */
public final class OperatorProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OperatorProcess.class);
  private static final String LEASE = "homeostat-operator";
  private static final int THREADS = 16;

  /** Generous, because a slow API server is waited for and never a reason to give up. */
  private static final Duration CACHE_SYNC = Duration.ofMinutes(5);

  private final Frame frame;
  private final List<Reconciler<?>> reconcilers;
  private final Operator operator;
  private final Runnable onLost;
  private volatile boolean leading;
  private volatile boolean closing;

  /**
   * Registers every reconciler.
   *
   * @param onLost called when the lease was lost: the process must end, since another one acts now
   */
  public OperatorProcess(Frame frame, MeterRegistry registry, Runnable onLost) {
    this.frame = frame;
    this.onLost = onLost;
    this.operator =
        new Operator(
            configuration ->
                configuration
                    .withKubernetesClient(frame.client())
                    .withCloseClientOnStop(false)
                    .withConcurrentReconciliationThreads(THREADS)
                    .withConcurrentWorkflowExecutorThreads(THREADS)
                    .withStopOnInformerErrorDuringStartup(false)
                    .withCacheSyncTimeout(CACHE_SYNC)
                    .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(registry))
                    .withLeaderElectionConfiguration(leaderElection()));
    this.reconcilers = Reconcilers.all(frame);
    reconcilers.forEach(
        reconciler -> Controllers.register(operator, reconciler, namespaces(reconciler)));
  }

  private Set<String> namespaces(Reconciler<?> reconciler) {
    return reconciler instanceof HomeNamespace
        ? Set.of(frame.settings().podNamespace())
        : frame.settings().watchNamespaces();
  }

  /** Syncs the caches and waits in the background for the lease. */
  public void start() {
    operator.start();
  }

  /** Whether the caches are synced; true on standbys, too. */
  public boolean ready() {
    return operator.getRuntimeInfo().isStarted();
  }

  /** Every CanaryRelease from the caches, which standbys have, too. */
  public Stream<CanaryRelease> canaries() {
    return reconcilers.stream()
        .filter(CanaryReleaseReconciler.class::isInstance)
        .map(CanaryReleaseReconciler.class::cast)
        .flatMap(CanaryReleaseReconciler::known);
  }

  /**
   * Gives the lease back so that a standby takes over at once; the process must end right after.
   * Reconciliations are not stopped one by one: every one of them may be cut off anywhere, but none
   * may go on with caches that a stop has emptied.
   */
  @Override
  public void close() {
    closing = true;
    if (leading) {
      release();
    }
  }

  private void release() {
    try {
      frame
          .client()
          .leases()
          .inNamespace(frame.settings().podNamespace())
          .withName(LEASE)
          .edit(
              lease -> {
                if (frame.settings().podName().equals(lease.getSpec().getHolderIdentity())) {
                  lease.getSpec().setHolderIdentity("");
                }
                return lease;
              });
    } catch (RuntimeException e) {
      LOG.info("the lease was not given back and will expire: {}", e.getMessage());
    }
  }

  private LeaderElectionConfiguration leaderElection() {
    return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
        .withLeaseNamespace(frame.settings().podNamespace())
        .withIdentity(frame.settings().podName())
        .withExitOnStopLeading(false)
        .withLeaderCallbacks(new LeaderCallbacks(this::lead, this::lost, this::newLeader))
        .build();
  }

  private void lead() {
    leading = true;
    LOG.info("this process leads");
  }

  private void lost() {
    if (!closing) {
      LOG.error("the lease {} was lost: ending, since another process acts now", LEASE);
      onLost.run();
    }
  }

  private void newLeader(String identity) {
    LOG.info("the leader is {}", identity);
  }
}
