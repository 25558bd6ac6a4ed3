package io.homeostat.scorer;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.events.Interaction;
import io.homeostat.events.Interaction.Evidence;
import io.homeostat.events.Interaction.Tool;
import io.homeostat.events.Interaction.ToolCall;
import io.homeostat.events.Message;
import io.homeostat.invariant.Subject;
import java.util.List;
import java.util.Map;

/** An interaction of service ns/support in the making; a good answer until something is changed. */
public final class Asked {
  private String id = "i";
  private String service = "ns/support";
  private String role = "Stable";
  private String question = "Rewrite the date 2029-05-24.";
  private String system;
  private String answer = "24 May";
  private String capability;
  private String reference;
  private int status = 200;
  private String error;
  private String finish = "stop";
  private String pair;
  private String route;
  private Map<String, String> tags;
  private Evidence evidence;

  public static Asked question(String question) {
    Asked asked = new Asked();
    asked.question = question;
    return asked;
  }

  public static Asked answered(String answer) {
    Asked asked = new Asked();
    asked.answer = answer;
    return asked;
  }

  public Asked id(String value) {
    id = value;
    return this;
  }

  public Asked service(String value) {
    service = value;
    return this;
  }

  public Asked shadow(String ofPair) {
    role = "Shadow";
    pair = ofPair;
    return this;
  }

  public Asked system(String value) {
    system = value;
    return this;
  }

  public Asked answer(String value) {
    answer = value;
    return this;
  }

  public Asked capability(String value) {
    capability = value;
    return this;
  }

  public Asked reference(String value) {
    reference = value;
    return this;
  }

  public Asked failed(int withStatus, String withError) {
    status = withStatus;
    error = withError;
    return this;
  }

  public Asked finish(String value) {
    finish = value;
    return this;
  }

  public Asked route(String value) {
    route = value;
    return this;
  }

  public Asked tags(Map<String, String> value) {
    tags = value;
    return this;
  }

  public Asked context(String... documents) {
    evidence = new Evidence(List.of(documents), null, null, null);
    return this;
  }

  public Asked demanding(JsonNode schema) {
    evidence = new Evidence(null, null, null, schema);
    return this;
  }

  public Asked tools(List<Tool> declared, ToolCall... calls) {
    evidence = new Evidence(null, declared, List.of(calls), null);
    return this;
  }

  public Interaction build() {
    return new Interaction(
        1,
        id,
        "r",
        1,
        service,
        "support-0",
        role,
        "support-0",
        1,
        "s",
        "desk-1",
        capability,
        reference,
        messages(),
        answer,
        true,
        status,
        error,
        finish,
        10,
        4L,
        1.5,
        5,
        6,
        null,
        List.of("Scoring"),
        pair,
        null,
        Interaction.GATEWAY,
        route,
        null,
        tags,
        evidence);
  }

  /** The interaction as what is scored. */
  public Subject subject() {
    return new Subject(build(), capability == null ? "other" : capability, question, answer);
  }

  private List<Message> messages() {
    List<Message> turns =
        List.of(
            new Message("user", "earlier"),
            new Message("assistant", "a"),
            new Message("user", question));
    if (system == null) {
      return turns;
    }
    List<Message> all = new java.util.ArrayList<>(List.of(new Message("system", system)));
    all.addAll(turns);
    return all;
  }
}
