package io.homeostat.gateway.ingest;

import java.io.IOException;
import java.util.List;

/** How an OTLP request is written. */
public enum OtlpFormat {
  PROTOBUF("application/x-protobuf"),
  JSON("application/json");

  private final String mediaType;

  OtlpFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** Value of the header Content-Type. */
  public String mediaType() {
    return mediaType;
  }

  /** The format of a Content-Type; null when it is none of them. */
  public static OtlpFormat of(String contentType) {
    for (OtlpFormat format : values()) {
      if (contentType != null
          && contentType.toLowerCase(java.util.Locale.ROOT).startsWith(format.mediaType)) {
        return format;
      }
    }
    return null;
  }

  /**
   * Reads spans.
   *
   * @throws IOException when the bytes are no export request of this format
   */
  List<Recorded> traces(byte[] body) throws IOException {
    return this == JSON ? OtlpJson.traces(body) : OtlpProtobuf.traces(body);
  }

  /**
   * Reads log records, those of one span together.
   *
   * @throws IOException when the bytes are no export request of this format
   */
  List<Recorded> logs(byte[] body) throws IOException {
    return this == JSON ? OtlpJson.logs(body) : OtlpProtobuf.logs(body);
  }
}
