package io.homeostat.gateway.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.gateway.access.ApiKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeyDirectoryTest {
  @Test
  void keysAreReadFromAMountedSecret(@TempDir Path directory) throws Exception {
    Path version = Files.createDirectory(directory.resolve("..2026"));
    Files.writeString(version.resolve("desk-1"), "key-1\n");
    Files.createSymbolicLink(directory.resolve("..data"), version);
    Files.createSymbolicLink(directory.resolve("desk-1"), Path.of("..data/desk-1"));
    Files.writeString(directory.resolve("empty"), " \n");
    Files.writeString(directory.resolve("huge"), "x".repeat(70_000));
    ApiKeyDirectory keys = new ApiKeyDirectory(directory, true);
    assertThat(keys.read().identify("key-1")).contains(ApiKey.unlimited("desk-1"));
    assertThat(keys.read().identify("")).isEmpty();
    assertThat(keys.read().identities()).containsExactly("desk-1");
    String entry = "sha256:" + "0".repeat(64) + "\nrequests-per-minute: 5\n";
    Files.writeString(version.resolve("desk-1"), entry);
    assertThat(keys.read().identify("key-1")).as("the Secret was changed").isEmpty();
    assertThat(keys.read().identities()).containsExactly("desk-1");
  }

  @Test
  void withoutKeysTheGatewayIsClosedUnlessItMayBeOpen(@TempDir Path directory) throws Exception {
    for (Path none : List.of(directory, directory.resolve("missing"))) {
      assertThat(new ApiKeyDirectory(none, false).read().identify("any")).isEmpty();
      assertThat(new ApiKeyDirectory(none, true).read().identify(null)).contains(ApiKey.ANONYMOUS);
    }
  }
}
