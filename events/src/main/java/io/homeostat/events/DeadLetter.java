package io.homeostat.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Arrays;
import java.util.Base64;

/**
 * A record that a consumer could not use, with where it lay, why, and its bytes.
 *
 * @param payload the bytes in Base64, the first {@value #MOST_PAYLOAD} of them
 * @param bytes how many bytes the record had; null in letters of before
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
    String payload,
    Integer bytes) {
  /** Bytes that are kept of a record, so that a letter fits into its topic. */
  public static final int MOST_PAYLOAD = 5 * 1024 * 1024;

  private static final String UNKNOWN = "unknown|unknown";

  /**
   * A letter about a record.
   *
   * @param key null when the record had none
   * @param value null when the record had none
   */
  public static DeadLetter of(
      String consumer,
      String topic,
      int partition,
      long offset,
      String reason,
      String key,
      byte[] value) {
    byte[] all = value == null ? new byte[0] : value;
    byte[] kept = all.length <= MOST_PAYLOAD ? all : Arrays.copyOf(all, MOST_PAYLOAD);
    return new DeadLetter(
        EventCodec.SCHEMA_VERSION,
        consumer,
        topic,
        partition,
        offset,
        reason,
        key,
        Base64.getEncoder().encodeToString(kept),
        all.length);
  }

  /** Key under which the letter is stored: that of the record. */
  @JsonIgnore
  public String recordKey() {
    return key == null ? UNKNOWN : key;
  }

  /** The bytes that were kept. */
  @JsonIgnore
  public byte[] kept() {
    return Base64.getDecoder().decode(payload);
  }

  /** Whether all bytes of the record were kept, so that it can be sent again. */
  @JsonIgnore
  public boolean whole() {
    return bytes != null ? kept().length == bytes : kept().length < MOST_PAYLOAD;
  }
}
