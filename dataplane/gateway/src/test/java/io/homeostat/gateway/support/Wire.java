package io.homeostat.gateway.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A client that writes what it likes, and reads until the gateway hangs up. */
public final class Wire implements AutoCloseable {
  private final Socket socket;

  public Wire(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
  }

  /** Writes as much as the gateway takes. */
  public Wire write(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException closedByTheGateway) {
      // what it answered before it closed can still be read
    }
    return this;
  }

  public Wire write(String text) {
    return write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Says that nothing more will come. */
  public Wire end() {
    try {
      socket.shutdownOutput();
    } catch (IOException closedByTheGateway) {
      // so it knows
    }
    return this;
  }

  /**
   * Everything that comes until the gateway closes the connection.
   *
   * @throws AssertionError when it does not within {@code patienceMillis}
   */
  public String readToEnd(int patienceMillis) throws IOException {
    socket.setSoTimeout(patienceMillis);
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      InputStream in = socket.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        answer.write(next);
      }
    } catch (SocketTimeoutException stuck) {
      throw new AssertionError("a stuck connection, after: " + answer, stuck);
    } catch (IOException reset) {
      return answer.toString(StandardCharsets.ISO_8859_1);
    }
    return answer.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
