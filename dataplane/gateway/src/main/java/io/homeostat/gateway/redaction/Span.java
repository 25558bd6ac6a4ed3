package io.homeostat.gateway.redaction;

/** A piece of a text: characters {@code start} to before {@code end}. */
record Span(int start, int end, PersonalData kind) {}
