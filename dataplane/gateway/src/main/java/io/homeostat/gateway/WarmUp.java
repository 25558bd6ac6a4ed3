package io.homeostat.gateway;

import io.homeostat.events.security.DerivedKeys;
import io.homeostat.gateway.openai.AnswerTranslator;
import io.homeostat.gateway.openai.ApiException;
import io.homeostat.gateway.openai.BrokenAnswerException;
import io.homeostat.gateway.openai.CompletionRequest;
import io.homeostat.gateway.openai.Endpoint;
import io.homeostat.gateway.openai.EngineRequest;
import io.homeostat.gateway.openai.EventStream;
import io.homeostat.gateway.routing.Arm;
import io.homeostat.gateway.routing.Role;
import io.homeostat.gateway.routing.Sampling;
import io.homeostat.gateway.routing.SessionDigest;
import io.homeostat.gateway.routing.Split;
import java.nio.charset.StandardCharsets;

/**
 * Goes once through what every request needs, so that the first client does not wait for classes to
 * be loaded.
 */
final class WarmUp {
  private WarmUp() {}

  static void run(DerivedKeys keys) {
    Arm arm =
        new Arm("warm-up", Role.STABLE, Split.PLACES, "base", "prompt", Sampling.AS_REQUESTED);
    String body =
        "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    String events =
        "data:"
            + " {\"id\":\"i\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"}}]}\n\n"
            + "data: [DONE]\n\n";
    try {
      CompletionRequest request =
          CompletionRequest.parse(Endpoint.CHAT, body.getBytes(StandardCharsets.UTF_8));
      EngineRequest.body(request, arm);
      String message = request.firstUserMessage().orElse("");
      Split.place(
          SessionDigest.of("ns/m", "warm-up", null, null, message, "id"), keys.engine("uid"));
      AnswerTranslator translator = new AnswerTranslator(request);
      for (byte[] data : new EventStream().feed(events.getBytes(StandardCharsets.UTF_8))) {
        translator.event(data);
      }
    } catch (ApiException | BrokenAnswerException e) {
      throw new IllegalStateException("the gateway cannot serve its own example", e);
    }
  }
}
