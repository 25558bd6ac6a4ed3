package io.homeostat.evaluation.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.crds.evaluation.EvaluationStatus.GateResult;
import io.homeostat.evaluation.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the Job leaves as its termination message, of which Kubernetes keeps 4 KiB. */
public record LastWords(Path file) {
  static final int LIMIT = 4096;
  private static final int LONGEST_LINE = 800;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Leaves the result; gates that passed give way first. */
  public void result(Result result) throws IOException {
    Files.writeString(file, fitting(result));
  }

  /** Leaves the reason why there is none. */
  public void error(String message) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(Map.of("error", line(message))));
  }

  static String fitting(Result result) throws JsonProcessingException {
    List<GateResult> gates = new ArrayList<>(result.gates());
    Result fits = with(result, gates);
    String text = JSON.writeValueAsString(fits);
    while (text.getBytes(StandardCharsets.UTF_8).length > LIMIT && !gates.isEmpty()) {
      gates.remove(leastTelling(gates));
      text = JSON.writeValueAsString(with(result, gates));
    }
    return text;
  }

  private static int leastTelling(List<GateResult> gates) {
    for (int i = gates.size() - 1; i >= 0; i--) {
      if ("Pass".equals(gates.get(i).result())) {
        return i;
      }
    }
    return gates.size() - 1;
  }

  private static Result with(Result result, List<GateResult> gates) {
    return new Result(
        result.verdict(),
        result.reason(),
        line(result.summary()),
        result.items(),
        result.samples(),
        result.golden(),
        result.noise(),
        result.notIndependent(),
        gates);
  }

  private static String line(String text) {
    String line = String.join(" ", text.split("\\s+"));
    return line.length() <= LONGEST_LINE ? line : line.substring(0, LONGEST_LINE - 1) + "…";
  }
}
