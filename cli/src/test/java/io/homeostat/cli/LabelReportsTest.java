package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class LabelReportsTest {
  @Test
  void whatIsToBeLabelledIsShownWithItsQueue() throws Exception {
    assertThat(
            LabelNextCommand.report(
                json(
                    """
                    {"items": [{"id": "i1", "queue": "Uncertain", "probability": 0.29, "dimensions": ["correctness"],
                      "messages": [{"role": "user", "content": "2+2?"}], "answer": "5"}]}
                    """)))
        .isEqualToNormalizingNewlines(
            "i1  (Uncertain, probability 0.29; label: correctness)\n  user: 2+2?\n  answer: 5");
    assertThat(LabelNextCommand.report(json("{\"items\": []}")))
        .isEqualTo("no answer waits for a label");
  }

  @Test
  void theCorrectedMeanIsShownOnceThereAreEnoughLabels() throws Exception {
    assertThat(LabelReportCommand.report(json("{\"judged\": 10, \"labels\": 3}")))
        .contains("10 answers judged, 3 random ones labelled", "at least 20 labels");
    assertThat(
            LabelReportCommand.report(
                json(
                    """
                    {"judged": 400, "labels": 80, "judgeMean": 0.7, "labelMean": 0.51,
                      "corrected": {"mean": 0.502, "lower": 0.47, "upper": 0.534, "weight": 0.8}}
                    """)))
        .isEqualToNormalizingNewlines(
            "400 answers judged, 80 random ones labelled\n"
                + "judge's mean   0.700\n"
                + "labels alone   0.510\n"
                + "corrected mean 0.502, 95 % interval 0.470 to 0.534");
  }

  @Test
  void aWrongScoreIsAnsweredInOneLine() {
    StringWriter err = new StringWriter();
    CommandLine command = Homeostat.commandLine();
    command.setErr(new PrintWriter(err, true));
    assertThat(command.execute("label", "submit", "i1", "correctness=good", "--labeller", "ana"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("'good'", "see homeostat label submit --help");
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }
}
