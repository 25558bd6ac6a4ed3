package io.homeostat.crds.generate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes the generated files; {@code crds/generate} runs it. */
public final class Generate {
  private Generate() {}

  /**
   * Replaces the folders of generated files.
   *
   * @param arguments the root of the repository
   */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments[0]);
    Map<Path, String> files = GeneratedFiles.all();
    for (Path folder : List.of(GeneratedFiles.TEMPLATES, GeneratedFiles.REFERENCE)) {
      empty(root.resolve(folder));
    }
    for (Map.Entry<Path, String> file : files.entrySet()) {
      Files.writeString(root.resolve(file.getKey()), file.getValue());
    }
  }

  private static void empty(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(folder)) {
      files.forEach(Generate::delete);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
