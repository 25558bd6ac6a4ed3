package io.homeostat.gateway.http;

/**
 * How long the gateway waits, in milliseconds.
 *
 * @param connect for a connection to an engine
 * @param firstByte for the first event of a stream
 * @param idle between two pieces of a stream, and for a client that does not read
 * @param whole for an answer that is not streamed, whose first byte comes when all of it is made
 * @param head for the head of a client's request, from the begin of its connection or the end of
 *     the answer before
 * @param body for the body of a client's request
 * @param overall from the arrival of a request to the end of its answer, however lively its stream
 */
public record Deadlines(
    int connect, long firstByte, long idle, long whole, long head, long body, long overall) {
  /** What is used in production. */
  public static final Deadlines DEFAULT =
      new Deadlines(2_000, 60_000, 60_000, 300_000, 75_000, 30_000, 3_600_000);
}
