package io.homeostat.archive.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the latest state of the Kubernetes objects that lineage needs, also after they were
 * deleted.
 */
public final class ResourceStore {
  private static final String UPSERT =
      """
      insert into resource (kind, namespace, name, uid, seen, body) values (?, ?, ?, ?, ?, ?)
      on conflict (kind, namespace, name, uid) do update set seen = excluded.seen, body = excluded.body
      """;
  private static final String LATEST =
      "select body from resource where kind = ? and namespace = ? and name = ? order by seen desc"
          + " limit 1";
  private static final String ALL =
      "select body from resource where kind = ? and namespace = ? order by seen desc limit 200";

  private final Database database;
  private final Clock clock;

  public ResourceStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Stores objects: name, labels, spec and status; managed fields are left out. */
  public void put(List<? extends HasMetadata> objects) throws SQLException {
    Timestamp now = Timestamp.from(clock.instant());
    database.batch(
        UPSERT,
        List.copyOf(objects),
        (statement, object) -> {
          statement.setString(1, object.getKind());
          statement.setString(2, object.getMetadata().getNamespace());
          statement.setString(3, object.getMetadata().getName());
          statement.setString(4, object.getMetadata().getUid());
          statement.setTimestamp(5, now);
          statement.setObject(6, Json.column(body(object)));
        });
  }

  /** The latest object of that name, as {@code {name, created, spec, status}}. */
  public Optional<JsonNode> latest(String kind, String namespace, String name) throws SQLException {
    return database
        .query(
            LATEST,
            statement -> {
              statement.setString(1, kind);
              statement.setString(2, namespace);
              statement.setString(3, name);
            },
            row -> Json.node(row.getString(1)))
        .stream()
        .findFirst();
  }

  /** The latest 200 objects of a kind in a namespace. */
  public List<JsonNode> all(String kind, String namespace) throws SQLException {
    return database.query(
        ALL,
        statement -> {
          statement.setString(1, kind);
          statement.setString(2, namespace);
        },
        row -> Json.node(row.getString(1)));
  }

  private static Map<String, Object> body(HasMetadata object) {
    if (!(object instanceof io.fabric8.kubernetes.client.CustomResource<?, ?> resource)) {
      throw new IllegalArgumentException("expected a Homeostat object, found " + object.getKind());
    }
    Map<String, Object> body = new java.util.LinkedHashMap<>();
    body.put("name", object.getMetadata().getName());
    body.put("created", object.getMetadata().getCreationTimestamp());
    body.put("spec", resource.getSpec());
    body.put("status", resource.getStatus());
    return body;
  }
}
