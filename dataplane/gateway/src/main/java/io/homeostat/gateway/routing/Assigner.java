package io.homeostat.gateway.routing;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Gives each request its arm, by the plan that is applied at that moment. Thread-safe. */
public final class Assigner {
  private final Supplier<ModelTable> table;
  private final OperatorContact contact;
  private final OpenRequests open;

  public Assigner(Supplier<ModelTable> table, OperatorContact contact, OpenRequests open) {
    this.table = table;
    this.contact = contact;
    this.open = open;
  }

  /**
   * Assigns a request. When the plan changes between reading it and counting the request, the
   * request is assigned anew: whoever sees the new revision and no open request of a release knows
   * that none will come.
   *
   * @param modelName as the client named it
   * @param pinnedRelease release that the request names; null to follow the plan
   * @param session digest of the session within a service
   */
  public Assignment assign(
      String modelName, String pinnedRelease, Function<ServedModel, String> session) {
    while (true) {
      ModelTable now = table.get();
      Optional<ServedModel> found = now.find(modelName);
      if (found.isEmpty()) {
        return new Assignment.UnknownModel();
      }
      ServedModel model = found.get();
      if (model.plan() == null) {
        return new Assignment.NotServedYet();
      }
      String digest = session.apply(model);
      Optional<Arm> arm =
          pinnedRelease == null
              ? Optional.of(split(model.plan(), digest))
              : model.plan().arm(pinnedRelease);
      if (arm.isEmpty()) {
        return new Assignment.UnknownRelease();
      }
      OpenRequests.Ticket ticket = open.enter(model.service(), arm.get().release());
      if (table.get() == now) {
        return new Assignment.Assigned(model, arm.get(), digest, pinnedRelease != null, ticket);
      }
      ticket.close();
    }
  }

  private Arm split(Plan plan, String session) {
    return plan.isSplit()
        ? Split.arm(plan, Split.place(session, plan.salt()), contact.isFresh())
        : plan.stable();
  }
}
