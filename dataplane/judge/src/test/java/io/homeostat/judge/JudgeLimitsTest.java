package io.homeostat.judge;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.DURATION;

import io.homeostat.crds.canaryrelease.CanaryPlan;
import io.homeostat.crds.judge.JudgeSpec;
import io.homeostat.events.JudgeUsage;
import io.homeostat.judge.JudgeBudget.Purpose;
import io.homeostat.judge.JudgeUnavailableException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgeLimitsTest {
  private static final Material MATERIAL = new Material("q", "a", "r");

  private final SteppingClock clock = new SteppingClock("2026-11-21T23:00:00Z");
  private final DailyBudget budget = new DailyBudget("scorer-1", clock);
  private final List<Duration> pauses = new ArrayList<>();
  private String reply = JudgeEndpoint.score(3);
  private JudgeEndpoint endpoint;

  @BeforeEach
  void start() throws Exception {
    endpoint = new JudgeEndpoint(n -> reply);
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void anEndpointThatKeepsFailingIsLeftAloneThenTriedWithAFewRequests() throws Exception {
    JudgeClient client = client(null, null);
    reply = null;
    Reason last = null;
    while (last != Reason.JudgeBreakerOpen) {
      last = refusal(client);
    }
    int sent = endpoint.requests.size();
    assertThat(sent).isEqualTo(JudgeLimits.WINDOW / 2);
    assertThat(refusal(client)).isEqualTo(Reason.JudgeBreakerOpen);
    assertThat(endpoint.requests).hasSize(sent);

    clock.step(JudgeLimits.OPEN.plusSeconds(1));
    assertThat(refusal(client)).isEqualTo(Reason.JudgeUnavailable);
    assertThat(endpoint.requests).hasSize(sent + JudgeLimits.HALF_OPEN_REQUESTS);
    assertThat(refusal(client)).isEqualTo(Reason.JudgeBreakerOpen);

    reply = JudgeEndpoint.score(3);
    clock.step(JudgeLimits.OPEN.plusSeconds(1));
    for (int i = 0; i < 10; i++) {
      client.rate(MATERIAL, Purpose.Scoring);
    }
  }

  @Test
  void theDeclaredRateIsKeptAndWhatWouldWaitTooLongIsUnscored() throws Exception {
    JudgeClient once = client(1, null);
    once.rate(MATERIAL, Purpose.Scoring);
    assertThat(refusal(once)).isEqualTo(Reason.JudgeRateLimited);
    assertThat(endpoint.requests).hasSize(1);

    pauses.clear();
    JudgeClient often = client(6, null);
    often.rate(MATERIAL, Purpose.Scoring);
    often.rate(MATERIAL, Purpose.Scoring);
    assertThat(pauses)
        .singleElement(as(DURATION))
        .isBetween(Duration.ofMillis(1), Duration.ofSeconds(10));
  }

  @Test
  void overTheRequestsOfTheDayAnswersStayUnscoredUntilTheNext() throws Exception {
    JudgeClient client = client(null, new JudgeSpec.Budget(2, null, null));
    client.rate(MATERIAL, Purpose.Scoring);
    client.rate(MATERIAL, Purpose.Scoring);
    assertThat(refusal(client)).isEqualTo(Reason.JudgeBudgetSpent);
    assertThat(endpoint.requests).hasSize(2);
    client.rate(MATERIAL, Purpose.Calibration);
    assertThat(budget.usage().total().requests()).isEqualTo(3);

    clock.step(Duration.ofHours(1));
    client.rate(MATERIAL, Purpose.Scoring);
    assertThat(budget.usage().total().requests()).isEqualTo(1);
  }

  @Test
  void triesAgainCountForTheBudgetToo() throws Exception {
    JudgeClient client = client(null, new JudgeSpec.Budget(2, null, null));
    reply = "no JSON";
    assertThat(refusal(client)).isEqualTo(Reason.JudgeBudgetSpent);
    assertThat(endpoint.requests).hasSize(2);
  }

  @Test
  void costIsCountedByTheTokensThatTheEndpointTells() throws Exception {
    // the stand-in tells 1000 prompt and 100 completion tokens: 0.0014 a request
    JudgeClient client =
        client(null, new JudgeSpec.Budget(null, "0.002", new CanaryPlan.Prices("1", "4")));
    client.rate(MATERIAL, Purpose.Scoring);
    client.rate(MATERIAL, Purpose.Scoring);
    assertThat(refusal(client)).isEqualTo(Reason.JudgeBudgetSpent);
    assertThat(budget.usage().total().cost()).isEqualTo(0.0028);
  }

  @Test
  void aNewScorerGoesOnFromWhatTheOldOneAndOthersPublished() throws Exception {
    JudgeSpec.Budget limit = new JudgeSpec.Budget(5, null, null);
    JudgeClient client = client(null, limit);
    client.rate(MATERIAL, Purpose.Scoring);
    client.rate(MATERIAL, Purpose.Scoring);
    DailyBudget other = new DailyBudget("scorer-2", clock);
    other.request(Purpose.Scoring);
    JudgeUsage published = budget.usage().with(other.usage());

    DailyBudget restarted = new DailyBudget("scorer-3", clock);
    restarted.limit(limit);
    restarted.merge(published);
    restarted.merge(published);
    assertThat(restarted.request(Purpose.Scoring)).isTrue();
    assertThat(restarted.request(Purpose.Scoring)).isTrue();
    assertThat(restarted.request(Purpose.Scoring)).isFalse();
  }

  @Test
  void theChoiceOfInteractionsHasTheDeclaredProbabilityAndIsTheSameEverywhere() {
    JudgeSampling sampling = new JudgeSampling(0.1);
    int taken = 0;
    for (int i = 0; i < 20_000; i++) {
      assertThat(sampling.takes("id-" + i)).isEqualTo(new JudgeSampling(0.1).takes("id-" + i));
      taken += sampling.takes("id-" + i) ? 1 : 0;
    }
    // 4 standard deviations are 170
    assertThat(taken).isBetween(1_830, 2_170);
    assertThat(new JudgeSampling(1).takes("any")).isTrue();
  }

  private JudgeClient client(Integer requestsPerMinute, JudgeSpec.Budget limit) {
    JudgeSpec spec = Rubrics.judge("OpenAICompatible", endpoint.url(), requestsPerMinute, limit);
    budget.limit(limit);
    return new JudgeClient(
        spec.rubric(),
        Quotation.random(),
        Rubrics.connection(spec, ChatModels.of(spec, null), budget, clock, pauses::add));
  }

  private static Reason refusal(JudgeClient client) throws InterruptedException {
    try {
      client.rate(MATERIAL, Purpose.Scoring);
      throw new AssertionError("expected a refusal");
    } catch (JudgeUnavailableException e) {
      return e.reason();
    }
  }
}
