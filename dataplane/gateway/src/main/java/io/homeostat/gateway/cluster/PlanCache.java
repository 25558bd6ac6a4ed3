package io.homeostat.gateway.cluster;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.homeostat.gateway.routing.ModelTable;
import io.homeostat.gateway.routing.ServedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what is served in a file, so that a gateway that restarts without an API server serves the
 * last plans.
 */
public final class PlanCache {
  private static final Logger LOG = LoggerFactory.getLogger(PlanCache.class);
  private static final ObjectMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final Path file;
  private byte[] saved = new byte[0];

  /** Keeps the file {@code plans.json} in a directory. */
  public PlanCache(Path directory) {
    this.file = directory.resolve("plans.json");
  }

  /** Reads what was served last; empty when there is nothing that can be read. */
  public Optional<ModelTable> load() {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      List<ServedModel> models =
          JSON.readValue(Files.readAllBytes(file), new TypeReference<List<ServedModel>>() {});
      return Optional.of(new ModelTable(models));
    } catch (IOException e) {
      LOG.warn("the plans in {} cannot be read and are not used: {}", file, e.getClass().getName());
      return Optional.empty();
    }
  }

  /**
   * Writes what is served now, whole or not at all; a full or read-only disk is no reason to stop
   * serving.
   */
  public void save(ModelTable table) {
    try {
      byte[] bytes = JSON.writeValueAsBytes(table.models());
      if (Arrays.equals(bytes, saved)) {
        return;
      }
      Files.createDirectories(file.getParent());
      Path draft = file.resolveSibling("plans.json.draft");
      Files.write(draft, bytes);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      saved = bytes;
    } catch (IOException e) {
      LOG.warn("the plans cannot be kept in {}: {}", file, e.toString());
    }
  }
}
