package io.homeostat.gateway.routing;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The way of one request from attempt to attempt: first the arm of its session, pod after pod where
 * that is safe, then stable in its stead. One per request, not thread-safe. {@link #start} and
 * {@link #failed} begin an attempt; each is ended with exactly one of {@link #answered}, {@link
 * #failed}, {@link #brokeOff} and {@link #abandoned}.
 */
public final class Itinerary {
  private static final int ATTEMPTS_PER_ARM = 4;

  private final ServedModel model;
  private final Arm assigned;
  private final boolean mayFallBack;
  private final PodBoard pods;
  private final ArmBreakers breakers;
  private final Set<EnginePod> tried = new HashSet<>();
  private Arm arm;
  private EnginePod pod;
  private int failedAttempts;
  private boolean connectionWasLost;
  private Failure assignedFailure;
  private Failure lastFailure;

  /**
   * Plans a request.
   *
   * @param assigned arm of the session, or the one that the request names
   * @param mayFallBack whether stable may answer instead
   */
  public Itinerary(
      ServedModel model, Arm assigned, boolean mayFallBack, PodBoard pods, ArmBreakers breakers) {
    this.model = model;
    this.assigned = assigned;
    this.arm = assigned;
    this.mayFallBack = mayFallBack && assigned.role() != Role.STABLE;
    this.pods = pods;
    this.breakers = breakers;
  }

  /** The first pod to try; empty when the client must be told {@link #lastFailure}. */
  public Optional<EnginePod> start() {
    if (mayFallBack && !breakers.allows(model.service(), assigned.release())) {
      return nextArm(Failure.BREAKER_OPEN);
    }
    return nextPod(Failure.NO_READY_POD);
  }

  /** The answer is complete. */
  public void answered() {
    pods.release(pod);
    pods.succeeded(pod);
    if (!fellBack()) {
      breakers.succeeded(model.service(), assigned.release());
    } else if (assignedFailure != Failure.BREAKER_OPEN) {
      breakers.failed(model.service(), assigned.release());
    }
  }

  /**
   * The attempt gave no answer and the client got nothing yet. A refusal goes to stable, too: what
   * stable answers was the release's fault, what stable refuses as well is the client's.
   *
   * @return the next pod to try; empty when the client must be told {@link #lastFailure}
   */
  public Optional<EnginePod> failed(Failure failure) {
    pods.release(pod);
    pods.failed(pod, arm.servedModel(), failure);
    boolean tryNextPod =
        failure.then() == Failure.Then.NEXT_POD
            || (failure.then() == Failure.Then.NEXT_POD_ONCE && !connectionWasLost);
    connectionWasLost |= failure.then() == Failure.Then.NEXT_POD_ONCE;
    if (failure != Failure.ADAPTER_MISSING) {
      failedAttempts++;
    }
    return tryNextPod && failedAttempts < ATTEMPTS_PER_ARM ? nextPod(failure) : nextArm(failure);
  }

  /** The answer broke off after the client had got a part of it. */
  public void brokeOff(Failure failure) {
    pods.release(pod);
    pods.failed(pod, arm.servedModel(), failure);
    lastFailure = failure;
    if (!fellBack()) {
      assignedFailure = failure;
    }
  }

  /** The client went away; that says nothing about the pod. */
  public void abandoned() {
    pods.release(pod);
  }

  private Optional<EnginePod> nextPod(Failure whenNone) {
    Optional<EnginePod> next = pods.acquire(model.pods(arm), arm.servedModel(), tried);
    if (next.isEmpty()) {
      return nextArm(whenNone);
    }
    pod = next.get();
    tried.add(pod);
    return next;
  }

  private Optional<EnginePod> nextArm(Failure failure) {
    lastFailure = failure;
    if (fellBack()) {
      return Optional.empty();
    }
    assignedFailure = failure;
    if (!mayFallBack) {
      return Optional.empty();
    }
    arm = model.plan().stable();
    tried.clear();
    failedAttempts = 0;
    connectionWasLost = false;
    return nextPod(Failure.NO_READY_POD);
  }

  /** The arm that the session belongs to. */
  public Arm assigned() {
    return assigned;
  }

  /** The arm that is being tried, or that answered. */
  public Arm arm() {
    return arm;
  }

  /** Whether stable stands in for the assigned arm. */
  public boolean fellBack() {
    return arm != assigned;
  }

  /** Why the assigned arm gave no answer; null when it did. */
  public Failure assignedFailure() {
    return assignedFailure;
  }

  /** Why the last attempt gave no answer; null when none failed. */
  public Failure lastFailure() {
    return lastFailure;
  }
}
