package io.homeostat.gateway.routing;

/** Where one engine pod listens. */
public record EnginePod(String host, int port) {}
