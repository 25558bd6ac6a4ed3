package io.homeostat.gateway.openai;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Cuts a byte stream into server-sent events, wherever the network happened to cut it. */
public final class EventStream {
  private static final int MAX_EVENT_BYTES = 1024 * 1024;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final StringBuilder data = new StringBuilder();
  private boolean hasData;

  /**
   * Takes the next bytes.
   *
   * @return the data of every event that they complete, in order
   * @throws BrokenAnswerException when an event is longer than 1 MiB
   */
  public List<String> feed(byte[] bytes) throws BrokenAnswerException {
    List<String> events = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        line.write(bytes, start, i - start);
        start = i + 1;
        endLine(events);
      }
    }
    line.write(bytes, start, bytes.length - start);
    if (line.size() + data.length() > MAX_EVENT_BYTES) {
      throw new BrokenAnswerException(
          "an event of the stream is longer than " + MAX_EVENT_BYTES + " bytes");
    }
    return events;
  }

  private void endLine(List<String> events) {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    if (text.endsWith("\r")) {
      text = text.substring(0, text.length() - 1);
    }
    if (text.isEmpty()) {
      dispatch(events);
    } else if (text.startsWith("data:")) {
      String value = text.substring(5);
      data.append(hasData ? "\n" : "").append(value.startsWith(" ") ? value.substring(1) : value);
      hasData = true;
    }
  }

  private void dispatch(List<String> events) {
    if (hasData) {
      events.add(data.toString());
    }
    data.setLength(0);
    hasData = false;
  }
}
