package io.homeostat.archive.store;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A corrected interaction as training data.
 *
 * @param session opaque session digest, the unit of a split
 * @param source identity of the API key that corrected
 * @param reference right answer that was known when it was asked; null without
 * @param messages the conversation as sent, roles and contents
 */
public record Correction(
    String interactionId,
    String session,
    String source,
    String capability,
    JsonNode messages,
    String answer,
    String correction,
    String reference,
    long timeMillis) {}
