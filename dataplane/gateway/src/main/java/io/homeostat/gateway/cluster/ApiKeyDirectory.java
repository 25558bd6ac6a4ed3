package io.homeostat.gateway.cluster;

import io.homeostat.gateway.access.ApiKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads API keys from a mounted Secret: a file's name is the identity, its content the key or its
 * digest and what it may do.
 *
 * @param directory may be missing: then there are no keys
 * @param allowAnonymous whether everybody may call while there are no keys
 */
public record ApiKeyDirectory(Path directory, boolean allowAnonymous) {
  private static final int MAX_ENTRY_BYTES = 64 * 1024;

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
        keys.put(identity, Files.size(file) > MAX_ENTRY_BYTES ? "" : Files.readString(file));
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
