package io.homeostat.judge;

import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.judge.JudgeBudget.Purpose;
import java.util.List;
import java.util.Map;

/** Asks one judge for ratings by its rubric. */
public final class JudgeClient {
  private final JudgeConnection connection;
  private final RatingPrompt prompt;
  private final Quotation quotation;

  public JudgeClient(JudgeSpec.Rubric rubric, Quotation quotation, JudgeConnection connection) {
    this.connection = connection;
    this.prompt = new RatingPrompt(rubric, quotation);
    this.quotation = quotation;
  }

  /** Names of the rubric's dimensions. */
  public List<String> dimensions() {
    return prompt.dimensions();
  }

  /**
   * Rates an answer; blocks while all slots are taken, so call it on a virtual thread.
   *
   * @throws JudgeUnavailableException when no try gave a usable reply; the message carries no
   *     content
   * @throws InterruptedException when the thread is stopped while it waits
   */
  public Rating rate(Material material, Purpose purpose)
      throws JudgeUnavailableException, InterruptedException {
    return connection.ask(prompt.about(material), purpose);
  }

  /**
   * Words the figures of a drift in a few sentences; parameters and errors as in {@link #rate}.
   *
   * @param evidence figures by name, in this order, without content of requests
   */
  public String summarise(Map<String, String> evidence)
      throws JudgeUnavailableException, InterruptedException {
    return connection.ask(new SummaryPrompt(evidence, quotation), Purpose.Explanation);
  }
}
