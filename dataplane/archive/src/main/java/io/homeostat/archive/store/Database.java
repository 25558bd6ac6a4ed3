package io.homeostat.archive.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The connection pool, the migrations, and the little JDBC that the stores share. */
public final class Database implements AutoCloseable {
  private static final int POOL = 6;
  private static final long CONNECT_MILLIS = 5_000;

  private final DataSource source;

  public Database(DataSource source) {
    this.source = source;
  }

  /** Makes a pool that connects when it is first used. */
  public static Database of(String url, String user, String password) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(url);
    config.setUsername(user);
    config.setPassword(password);
    config.setMaximumPoolSize(POOL);
    config.setConnectionTimeout(CONNECT_MILLIS);
    config.setInitializationFailTimeout(-1);
    config.addDataSourceProperty("reWriteBatchedInserts", "true");
    return new Database(new HikariDataSource(config));
  }

  /** Brings the schema to the version of this code; safe to run from several processes. */
  public void migrate() {
    Flyway.configure().dataSource(source).load().migrate();
  }

  /** Whether a query can be answered now. */
  public boolean reachable() {
    try {
      return query("select 1", _ -> {}, row -> row.getInt(1)).size() == 1;
    } catch (SQLException e) {
      return false;
    }
  }

  /** Reads rows. */
  public <T> List<T> query(String sql, Parameters parameters, Row<T> row) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.set(statement);
      try (ResultSet results = statement.executeQuery()) {
        List<T> rows = new ArrayList<>();
        while (results.next()) {
          rows.add(row.read(results));
        }
        return rows;
      }
    }
  }

  /** Runs a statement once for each item, all or nothing. */
  public <T> void batch(String sql, List<T> items, ItemParameters<T> parameters)
      throws SQLException {
    if (!items.isEmpty()) {
      transaction(connection -> batch(connection, sql, items, parameters));
    }
  }

  /** Runs a statement once for each item within a transaction. */
  static <T> void batch(
      Connection connection, String sql, List<T> items, ItemParameters<T> parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (T item : items) {
        parameters.set(statement, item);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Runs one statement. */
  public void execute(String sql, Parameters parameters) throws SQLException {
    transaction(connection -> update(connection, sql, parameters));
  }

  /**
   * Runs one statement within a transaction.
   *
   * @return how many rows it changed
   */
  static long update(Connection connection, String sql, Parameters parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.set(statement);
      return statement.execute() ? 0 : statement.getLargeUpdateCount();
    }
  }

  /** Does some work, all or nothing. */
  void transaction(Work work) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        work.on(connection);
        connection.commit();
      } catch (SQLException e) {
        undo(connection, e);
        throw e;
      }
    }
  }

  @Override
  public void close() {
    if (source instanceof HikariDataSource pool) {
      pool.close();
    }
  }

  private static void undo(Connection connection, SQLException reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  /** Something to be done within a transaction. */
  @FunctionalInterface
  interface Work {
    void on(Connection connection) throws SQLException;
  }

  /** Sets the parameters of a query. */
  @FunctionalInterface
  public interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  /** Sets the parameters of a statement for one item. */
  @FunctionalInterface
  public interface ItemParameters<T> {
    void set(PreparedStatement statement, T item) throws SQLException;
  }

  /** Reads one row. */
  @FunctionalInterface
  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }
}
