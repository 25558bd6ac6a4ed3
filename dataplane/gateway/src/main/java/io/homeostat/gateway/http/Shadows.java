package io.homeostat.gateway.http;

import io.homeostat.gateway.routing.Admission;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.OpenRequests;
import io.homeostat.gateway.routing.ShadowChoice;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Begins shadows while there is room for them, and ends all of them with the gateway. */
final class Shadows {
  private final Serving serving;
  private final Admission room;
  private final Set<Shadow> running = ConcurrentHashMap.newKeySet();

  /**
   * Sets the bounds.
   *
   * @param room for shadows alone, so that they take none from clients
   */
  Shadows(Serving serving, Admission room) {
    this.serving = serving;
    this.room = room;
  }

  /**
   * Sends a copy of a request whose answer has begun to the release in shadow, where the plan wants
   * that and there is room. To be called on the event loop of the request.
   *
   * @param answering arm that answers the client
   */
  Optional<Shadow> begin(Loop loop, Exchange.Ask ask, Arm answering) {
    if (!mayBeShadowed(ask)) {
      return Optional.empty();
    }
    return ShadowChoice.of(ask.assigned().model().plan(), answering, ask.id())
        .flatMap(arm -> begin(loop, ask, arm, ticket(ask, arm)));
  }

  private boolean mayBeShadowed(Exchange.Ask ask) {
    return !serving.isDraining()
        && serving.contact.isFresh()
        && ask.isRecorded()
        && !ask.withheld()
        && ask.assigned().model().keepsContent();
  }

  /**
   * Counts the shadow as open unless the plan has changed: nothing new is sent to a release then.
   */
  private Optional<OpenRequests.Ticket> ticket(Exchange.Ask ask, Arm arm) {
    String service = ask.assigned().model().service();
    OpenRequests.Ticket ticket = serving.open.enter(service, arm.release());
    boolean stillPlanned =
        serving
            .table()
            .find(service)
            .filter(model -> model.plan() != null)
            .flatMap(model -> model.plan().arm(arm.role()))
            .filter(arm::equals)
            .isPresent();
    if (!stillPlanned) {
      ticket.close();
      return Optional.empty();
    }
    return Optional.of(ticket);
  }

  private Optional<Shadow> begin(
      Loop loop, Exchange.Ask ask, Arm arm, Optional<OpenRequests.Ticket> ticket) {
    if (ticket.isEmpty()) {
      return Optional.empty();
    }
    if (!room.enter()) {
      ticket.get().close();
      drop(ask, arm);
      return Optional.empty();
    }
    Shadow shadow = new Shadow(loop, serving, ask, arm, ticket.get(), this::ended);
    running.add(shadow);
    if (!shadow.send(room::hold)) {
      drop(ask, arm);
      return Optional.empty();
    }
    return Optional.of(shadow);
  }

  private void drop(Exchange.Ask ask, Arm arm) {
    serving.metrics.shadow(ask.assigned().model().service(), arm.release(), "dropped");
  }

  private void ended(Shadow shadow) {
    running.remove(shadow);
    room.leave(shadow.heldBytes());
  }

  /** Shadows that are being answered. */
  int running() {
    return running.size();
  }

  /** Ends all shadows; they are nobody's answer. */
  void cancelAll() {
    running.forEach(Shadow::cancelFromAnywhere);
  }
}
