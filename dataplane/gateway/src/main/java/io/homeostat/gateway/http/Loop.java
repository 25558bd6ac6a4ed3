package io.homeostat.gateway.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;

/**
 * What one event loop has of its own, so that its requests share nothing with other threads.
 *
 * @param engines connections to engines
 * @param patrol looks after what may take too long
 */
record Loop(Vertx vertx, HttpClient engines, Patrol patrol) {}
