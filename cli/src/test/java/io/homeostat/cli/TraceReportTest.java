package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceReportTest {
  private static final String BASE =
      """
      {"interaction":{"id":"i1","release":"support-aa","servedBy":"support-aa","role":"Stable","planRevision":4,"time":"2026-11-21T10:00:00Z","consumer":"desk-1"}
      """;

  @Test
  void aRepairedResponseLeadsBackToItsDrift() throws Exception {
    String report =
        TraceReport.of(
            new ObjectMapper()
                .readTree(
                    BASE
                        + """
                        ,"score":{"composite":1.0,"capability":"date","scorerSet":"s"},
                        "release":{"name":"support-aa","spec":{"fingerprint":"aa00","tuple":{"model":{"uri":"pvc://models/base"},"adapter":{"name":"fix-12","digest":"12ab"},"prompt":{"digest":"ef"}}}},
                        "canaryRelease":{"name":"c","status":{"state":"Promoted","difference":"+0.95","samples":240}},
                        "evaluation":{"name":"e","status":{"verdict":"Pass","items":500}},
                        "fineTuneJob":{"name":"t","spec":{"lora":{"rank":8}},"status":{"loss":"0.01"}},
                        "adapterMerge":{"name":"m","status":{"method":"Concatenation","rank":16,"worst":"order -0.010"}},
                        "dataset":{"name":"d","status":{"version":1,"digest":"dd","corrections":150,"sources":12,"replay":1600}},
                        "drift":{"capability":"date","drop":"0.97","since":"2026-11-21T09:00:00Z","cause":"ExpectedAnswers","monitor":"support"}}
                        """));
    assertThat(report.lines())
        .containsExactly(
            "response    i1 at 2026-11-21T10:00:00Z for desk-1",
            "served      support-aa as Stable of plan 4",
            "score       1.00, capability date, scorer set s",
            "release     support-aa, fingerprint aa00",
            "  model     pvc://models/base",
            "  adapter   fix-12, digest 12ab",
            "  prompt    digest ef",
            "canary      c: Promoted, difference +0.95 after 240 sessions",
            "evaluation  e: Pass on 500 items",
            "fine-tune   t: rank 8, loss 0.01",
            "merge       m: Concatenation of rank 16, worst order -0.010",
            "dataset     d version 1, digest dd: 150 corrections from 12 sources, 1600 replay rows",
            "drift       date fell by 0.97 since 2026-11-21T09:00:00Z, cause ExpectedAnswers"
                + " (support)");
  }

  @Test
  void whatIsNotKnownIsSaidAndNotInvented() throws Exception {
    assertThat(TraceReport.of(new ObjectMapper().readTree(BASE + "}")).lines())
        .containsExactly(
            "response    i1 at 2026-11-21T10:00:00Z for desk-1",
            "served      support-aa as Stable of plan 4",
            "release     the archive has not seen this Release");
  }

  @Test
  void whatWasDeletedSinceIsToldAsItLastWas() throws Exception {
    JsonNode trace =
        new ObjectMapper()
            .readTree(
                BASE.replace("{\"id\"", "{\"service\":\"shop/support\",\"id\"")
                    + """
                    ,"release":{"name":"support-aa","spec":{"fingerprint":"aa00","tuple":{"model":{"uri":"pvc://models/base","revision":"7"},"digests":{"files":"f00d"},"inputs":[{"name":"faq-index","version":"3"}],"engine":{"image":"vllm:1"}}}},
                    "dataset":{"name":"d","status":{"version":1,"digest":"dd","corrections":150,"sources":12,"replay":1600}},
                    "missing":[{"part":"fineTuneJob","kind":"FineTuneJob","name":"run-tune"}]}
                    """);
    TracedObjects.mark(
        trace,
        (plural, namespace, name) ->
            switch (plural + " " + namespace + "/" + name) {
              case "releases shop/support-aa" -> Optional.of(true);
              case "datasets shop/d" -> Optional.of(false);
              default -> Optional.empty();
            });

    assertThat(TraceReport.of(trace).lines().skip(2))
        .containsExactly(
            "release     support-aa, fingerprint aa00",
            "  model     pvc://models/base, revision 7, digest f00d",
            "  adapter   none",
            "  prompt    none",
            "  input     faq-index 3",
            "  engine    vllm:1",
            "dataset     d version 1, digest dd: 150 corrections from 12 sources, 1600 replay rows"
                + " (deleted since)",
            "fine-tune   FineTuneJob 'run-tune' was deleted before the archive saw it");
  }

  @Test
  void anAnswerOfStableForAFailedCandidateIsShown() throws Exception {
    String json = BASE.replace("\"servedBy\":\"support-aa\"", "\"servedBy\":\"support-bb\"") + "}";
    assertThat(TraceReport.of(new ObjectMapper().readTree(json)))
        .contains("answered by support-bb");
  }
}
