package io.homeostat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

/** What a person sees of a Dataset. */
class DatasetReportTest {
  private static final String BUILT =
      """
      {"metadata":{"name":"support-data"},"status":{"version":2,"digest":"abc","trainRows":1700,"testRows":500,"generation":1,
       "uri":"pvc://artifacts/datasets/support-data-0123456789ab",
       "capabilities":[{"name":"date","train":80,"test":20}],"rowsBySource":[{"name":"corrections","rows":100}],
       "quarantine":[{"name":"NearDuplicate","rows":7}],
       "guard":{"state":"Passed","corrections":120,"sources":12,"confirmed":30,"findings":[]}}}\
      """;
  private static final String TRIPPED =
      """
      {"metadata":{"name":"run-data"},"status":{
       "guard":{"state":"Tripped","corrections":3,"sources":2,"confirmed":0,"findings":[
        {"id":"0123456789ab","rule":"FewSources","capability":"date","rows":3,"sources":2,"largestSource":"key-1"}]}},
       "corrections":[
        {"interactionId":"i1","source":"key-1","capability":"date","messages":[{"role":"user","content":"Which day?"}],
         "answer":"24 May","correction":"1 April","timeMillis":1},
        {"interactionId":"i2","source":"key-1","capability":"date","messages":[{"role":"user","content":"And which now?"}],
         "answer":"25 May","correction":"1 April","timeMillis":2},
        {"interactionId":"i3","source":"key-2","capability":"date","messages":[],"correction":"1 April","timeMillis":3},
        {"interactionId":"i4","source":"key-3","capability":"units","messages":[],"correction":"5","timeMillis":4}]}\
      """;

  @Test
  void aVersionIsShownWithWhatWasLeftOut() throws Exception {
    assertThat(DatasetReport.of(json(BUILT), 10).lines())
        .containsExactly(
            "Dataset support-data, version 2, digest abc",
            "1700 rows to train on, 500 held out, generation 1",
            "pvc://artifacts/datasets/support-data-0123456789ab",
            "",
            "capability  train  test",
            "      date     80    20",
            "",
            "     source  rows",
            "corrections   100",
            "",
            "left out because of  rows",
            "      NearDuplicate     7",
            "",
            "poison guard: Passed; 120 corrections of 12 sources, 30 confirmed by references");
    assertThat(DatasetReport.tripped(json(BUILT))).isFalse();
  }

  @Test
  void aFindingIsShownWithItsSourcesAndTheLatestRowsOfTheLargest() throws Exception {
    assertThat(DatasetReport.of(json(TRIPPED), 1).lines())
        .containsExactly(
            "Dataset run-data has no version yet",
            "",
            "poison guard: Tripped; 3 corrections of 2 sources, 0 confirmed by references",
            "",
            "finding 0123456789ab: FewSources, 3 corrections of 'date' by 2 sources",
            "source  corrections",
            " key-1            2",
            " key-2            1",
            "  i2 by key-1",
            "    asked:     And which now?",
            "    answered:  25 May",
            "    corrected: 1 April");
    assertThat(DatasetReport.tripped(json(TRIPPED))).isTrue();
  }

  private static JsonNode json(String text) throws Exception {
    return new ObjectMapper().readTree(text);
  }
}
