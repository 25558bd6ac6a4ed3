package io.homeostat.gateway.routing;

/** Names one key of a Secret, never its value. */
public record SecretKey(String namespace, String name, String key) {}
