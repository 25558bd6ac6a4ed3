package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/** One turn of a conversation as the client sent it: role {@code system|user|assistant|tool}. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Message(String role, String content) {}
