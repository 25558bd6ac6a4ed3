package io.homeostat.crds.release;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/** Everything that shapes an answer, resolved; the fingerprint is taken over this. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReleaseTuple(
    Integer version, Model model, Adapter adapter, PromptText prompt, Decoding decoding, Engine engine) {
  /** uri as served, revision as stated by the user (content key of the path). */
  public record Model(String uri, String revision) {}
  /** name is the immutable directory and served name, {@code <adapter>-<digest12>}; digest is SHA-256 hex of the files. */
  public record Adapter(String name, String uri, String digest) {}
  /** text is the system message; empty text means none. */
  public record PromptText(String text, String digest) {}
  public record Engine(String image, List<String> args) {}
}
