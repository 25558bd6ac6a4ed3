package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * A record that a consumer could not use, with where it lay, why, and its bytes in Base64 (at most
 * 1 MiB).
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record DeadLetter(
    int schemaVersion,
    String consumer,
    String topic,
    int partition,
    long offset,
    String reason,
    String key,
    String payload) {}
