package io.homeostat.monitor;

/**
 * What was last published about a subject, so that changes are told at once and figures at a steady
 * pace.
 *
 * @param key of the verdict
 * @param atMillis event time of it
 * @param judgeTrusted as it was then
 * @param gist what may not wait: states, causes, decision
 * @param decision of a canary; null of others
 * @param decidingMillis when the score was written that made the decision; null while there is none
 */
record Told(
    String key,
    long atMillis,
    boolean judgeTrusted,
    String gist,
    String decision,
    Long decidingMillis) {}
