package io.homeostat.archive.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.homeostat.archive.ArchiveDatabase;
import io.homeostat.archive.Records;
import io.homeostat.crds.adaptermerge.AdapterMerge;
import io.homeostat.crds.dataset.Dataset;
import io.homeostat.crds.finetunejob.FineTuneJob;
import io.homeostat.events.Feedback;
import io.homeostat.events.Interaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is left of an end user whose content was erased, on a real PostgreSQL. */
class ErasuresIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SERVICE = "ns/s";

  @Test
  void contentGoesFiguresStayAndWhatLearntOfItIsNamed() throws Exception {
    try (ArchiveDatabase archive = new ArchiveDatabase()) {
      List<Interaction> batch =
          List.of(
              Records.ofUser("a1", SERVICE, "ada"),
              Records.ofUser("a2", SERVICE, "ada"),
              Records.ofUser("b1", SERVICE, "bob"));
      archive.store.interactions(batch);
      for (Interaction interaction : batch) {
        archive.store.scores(List.of(Records.score(interaction.id(), SERVICE, 0.5)));
      }
      archive.store.feedback(
          List.of(feedback("f1", "a1"), feedback("f2", "resp-a2"), feedback("f3", "b1")));
      assertThat(learnFrom(archive, "run-data")).isEqualTo(3);
      archive.resources.put(
          List.of(
              dataset(),
              job("run-tune", "run-data"),
              job("x", "other"),
              merge("both", "run-data"),
              merge("y", "other")));

      JsonNode erasure = archive.erasures.erase(SERVICE, "ada");

      assertThat(erasure.path("interactions").asInt()).isEqualTo(2);
      assertThat(erasure.path("datasets"))
          .hasToString(
              "[{\"name\":\"run-data\",\"digest\":\"dd\",\"version\":3,\"adapters\":[\"run-tune-0123456789ab\",\"both-0123456789ab\"]}]");
      assertThat(archive.column("select interaction_id from content")).containsExactly("b1");
      assertThat(archive.column("select interaction_id from feedback where correction is not null"))
          .containsExactly("b1");
      assertThat(archive.column("select id from interaction order by id"))
          .containsExactly("a1", "a2", "b1");
      assertThat(archive.column("select count(*) from score")).containsExactly("3");
      assertThat(archive.erasures.list(SERVICE)).hasSize(1);
    }
  }

  /** A build takes all corrections of dates; how many there were. */
  private static int learnFrom(ArchiveDatabase archive, String dataset) throws Exception {
    TrainingData data = new TrainingData(archive.database);
    List<Correction> given =
        data.corrections(SERVICE, "date", Instant.ofEpochMilli(Records.AT - 1), 100);
    data.used(
        SERVICE,
        dataset,
        given.stream().map(Correction::interactionId).toList(),
        Instant.ofEpochMilli(Records.AT));
    return given.size();
  }

  @Test
  void contentOfBeforeThatArrivesLaterIsNotKeptAndThatOfAfterIs() throws Exception {
    try (ArchiveDatabase archive = new ArchiveDatabase()) {
      archive.erasures.erase(SERVICE, "ada");
      archive.store.interactions(List.of(Records.ofUser("late", SERVICE, "ada")));
      assertThat(archive.column("select interaction_id from content")).isEmpty();
      assertThat(archive.column("select id from interaction")).containsExactly("late");
      archive.store.interactions(List.of(Records.ofUser("other", "ns/other", "ada")));
      assertThat(archive.column("select interaction_id from content")).containsExactly("other");
      archive.store.feedback(List.of(feedback("f", "late")));
      archive.passes(Duration.ofMinutes(10));
      archive.erasures.repeat();
      assertThat(archive.column("select id from feedback where correction is not null")).isEmpty();
    }
  }

  private static Feedback feedback(String id, String interaction) {
    return new Feedback(1, id, interaction, SERVICE, Records.AT, "desk", null, "right", null);
  }

  private static Dataset dataset() throws Exception {
    return JSON.readValue(
        "{\"metadata\":{\"namespace\":\"ns\",\"name\":\"run-data\",\"uid\":\"d\"},\"status\":{\"version\":3,\"digest\":\"dd\"}}",
        Dataset.class);
  }

  private static FineTuneJob job(String name, String dataset) throws Exception {
    return JSON.readValue(
        """
        {"metadata":{"namespace":"ns","name":"%s","uid":"%s"},"spec":{"datasetRef":{"name":"%s"}},
         "status":{"artifact":{"name":"%s-0123456789ab"}}}
        """
            .formatted(name, name, dataset, name),
        FineTuneJob.class);
  }

  private static AdapterMerge merge(String name, String dataset) throws Exception {
    return JSON.readValue(
        """
        {"metadata":{"namespace":"ns","name":"%s","uid":"%s"},
         "status":{"artifact":{"name":"%s-0123456789ab"},"inputs":[{"datasets":["first","%s"]}]}}
        """
            .formatted(name, name, name, dataset),
        AdapterMerge.class);
  }
}
