package io.homeostat.gateway.access;

/**
 * How one limit of a key stands.
 *
 * @param limit per minute
 * @param remaining what can be used now
 * @param resetMillis until all of it can be used again
 */
public record Rate(int limit, int remaining, long resetMillis) {}
