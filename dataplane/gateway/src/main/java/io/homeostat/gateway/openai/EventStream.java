package io.homeostat.gateway.openai;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Cuts a byte stream into server-sent events, wherever the network happened to cut it. */
public final class EventStream {
  private static final int MAX_EVENT_BYTES = 1024 * 1024;
  private static final byte[] FIELD = "data:".getBytes(StandardCharsets.UTF_8);

  private final ByteArrayOutputStream begunLine = new ByteArrayOutputStream(0);
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream(0);
  private byte[] data;

  /**
   * Takes the next bytes.
   *
   * @return the data of every event that they complete, in order, as UTF-8
   * @throws BrokenAnswerException when an event is longer than 1 MiB
   */
  public List<byte[]> feed(byte[] bytes) throws BrokenAnswerException {
    List<byte[]> events = new ArrayList<>(2);
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        if (begunLine.size() == 0) {
          endLine(bytes, start, i, events);
        } else {
          begunLine.write(bytes, start, i - start);
          endLine(begunLine.toByteArray(), 0, begunLine.size(), events);
          begunLine.reset();
        }
        start = i + 1;
      }
    }
    begunLine.write(bytes, start, bytes.length - start);
    if (begunLine.size() + (data == null ? 0 : data.length) + lines.size() > MAX_EVENT_BYTES) {
      throw new BrokenAnswerException(
          "an event of the stream is longer than " + MAX_EVENT_BYTES + " bytes");
    }
    return events;
  }

  private void endLine(byte[] bytes, int from, int end, List<byte[]> events) {
    int to = end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    if (to == from) {
      dispatch(events);
    } else if (begins(bytes, from, to)) {
      int value = from + FIELD.length;
      add(Arrays.copyOfRange(bytes, value < to && bytes[value] == ' ' ? value + 1 : value, to));
    }
  }

  private static boolean begins(byte[] bytes, int from, int to) {
    int end = from + FIELD.length;
    return end <= to && Arrays.equals(bytes, from, end, FIELD, 0, FIELD.length);
  }

  private void add(byte[] line) {
    if (data == null) {
      data = line;
      return;
    }
    if (lines.size() == 0) {
      lines.writeBytes(data);
    }
    lines.write('\n');
    lines.writeBytes(line);
  }

  private void dispatch(List<byte[]> events) {
    if (data != null) {
      events.add(unicode(lines.size() == 0 ? data : lines.toByteArray()));
    }
    lines.reset();
    data = null;
  }

  /** The same bytes with what is no UTF-8 replaced, as streams are to be read. */
  private static byte[] unicode(byte[] bytes) {
    for (byte each : bytes) {
      if (each < 0) {
        return new String(bytes, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
      }
    }
    return bytes;
  }
}
