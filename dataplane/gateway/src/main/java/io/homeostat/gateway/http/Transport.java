package io.homeostat.gateway.http;

import io.homeostat.gateway.routing.EnginePod;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How engines are connected to; connections are shared by what they trust. */
final class Transport {
  private static final String PUBLIC = "";

  private final Map<String, ClientSSLOptions> trusting = new ConcurrentHashMap<>();

  /**
   * What a request to an engine begins with.
   *
   * @param path as vLLM serves it
   */
  RequestOptions options(EnginePod engine, String path) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setHost(engine.host())
            .setPort(engine.port())
            .setURI(engine.path(path));
    if (engine.remote() != null && engine.remote().tls()) {
      String authorities = engine.remote().authorities();
      options
          .setSsl(true)
          .setSslOptions(
              trusting.computeIfAbsent(
                  authorities == null ? PUBLIC : authorities, Transport::trusting));
    }
    return options;
  }

  private static ClientSSLOptions trusting(String authorities) {
    ClientSSLOptions options = new ClientSSLOptions().setHostnameVerificationAlgorithm("HTTPS");
    if (!authorities.equals(PUBLIC)) {
      options.setTrustOptions(new PemTrustOptions().addCertValue(Buffer.buffer(authorities)));
    }
    return options;
  }
}
