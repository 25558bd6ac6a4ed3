package io.homeostat.gateway.cluster;

import io.homeostat.gateway.routing.ApiKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads API keys from a mounted Secret: a file's name is the identity, its content the key.
 *
 * @param directory may be missing: then there are no keys
 * @param allowAnonymous whether everybody may call while there are no keys
 */
public record ApiKeyDirectory(Path directory, boolean allowAnonymous) {
  private static final Logger LOG = LoggerFactory.getLogger(ApiKeyDirectory.class);
  private static final int MAX_KEY_BYTES = 4096;

  /**
   * Reads the keys that are there now.
   *
   * @throws IOException when the directory is there and cannot be read
   */
  public ApiKeys read() throws IOException {
    Map<String, String> keys = new TreeMap<>();
    if (Files.isDirectory(directory)) {
      for (Path file : files()) {
        String identity = file.getFileName().toString();
        String key = Files.size(file) > MAX_KEY_BYTES ? "" : Files.readString(file).strip();
        if (key.isEmpty()) {
          LOG.warn(
              "the API key of {} is not used: expected a file with 1 to {} bytes",
              identity,
              MAX_KEY_BYTES);
        } else {
          keys.put(identity, key);
        }
      }
    }
    return new ApiKeys(keys, allowAnonymous);
  }

  /** A mounted Secret also holds folders and links whose names begin with two dots. */
  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .toList();
    }
  }
}
