package io.homeostat.cli.cluster;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every order of a person needs. */
public final class OrderOptions {
  @Parameters(
      paramLabel = "NAME",
      description = "The object, or its ModelService, whose running or latest one it then is.")
  private String name;

  @Option(
      names = {"-n", "--namespace"},
      description = "Namespace, default that of the current context.")
  private String namespace;

  @Option(
      names = {"-r", "--reason"},
      defaultValue = "no reason given",
      description = "Why, for the record.")
  private String reason;

  @Option(
      names = "--expires-in",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "Seconds after which it is not carried out any more, default ${DEFAULT-VALUE}.")
  private int expiresIn;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Seconds to wait for the outcome, 0 for none, default ${DEFAULT-VALUE}.")
  private int wait;

  /** What is ordered about. */
  public String name() {
    return name;
  }

  /** Namespace; null for that of the context. */
  public String namespace() {
    return namespace;
  }

  /** Why, for the record. */
  public String reason() {
    return reason;
  }

  /** Seconds until it expires. */
  public int expiresIn() {
    return expiresIn;
  }

  /** Seconds to wait for the outcome. */
  public int patience() {
    return wait;
  }
}
