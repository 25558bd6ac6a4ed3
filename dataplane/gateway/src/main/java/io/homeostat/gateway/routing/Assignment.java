package io.homeostat.gateway.routing;

/** What becomes of a request: the arm that answers it, or why there is none. */
public sealed interface Assignment {
  /**
   * An arm answers.
   *
   * @param session digest of the session
   * @param pinned whether the request named the release; then no other may answer
   * @param ticket counts the request as open for the release until it is closed
   */
  record Assigned(
      ServedModel model, Arm arm, String session, boolean pinned, OpenRequests.Ticket ticket)
      implements Assignment {}

  /** No model has that name. */
  record UnknownModel() implements Assignment {}

  /** The model has no release in traffic yet. */
  record NotServedYet() implements Assignment {}

  /** The model's plan has no such release. */
  record UnknownRelease() implements Assignment {}
}
