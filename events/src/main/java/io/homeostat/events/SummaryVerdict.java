package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.stream.Collectors;

/**
 * The evidence of a DriftMonitor in the words of a language model; nothing is decided by it.
 *
 * @param subject {@code namespace/name} of the DriftMonitor
 * @param judge {@code namespace/name} of the Judge whose model wrote it
 * @param of what it is about, as {@link #about} says it
 * @param text the words
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SummaryVerdict(
    int schemaVersion,
    String subject,
    String subjectUid,
    String service,
    long asOfMillis,
    String judge,
    String of,
    String text)
    implements Verdict {

  /** The streams that drift with their causes; empty when none does. */
  public static String about(DriftVerdict verdict) {
    return verdict.streams().stream()
        .filter(stream -> stream.sinceMillis() != null)
        .map(stream -> stream.capability() + "/" + stream.signal() + "=" + stream.cause())
        .sorted()
        .collect(Collectors.joining(","));
  }
}
