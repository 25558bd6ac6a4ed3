package io.homeostat.cli.canary;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every order of a person needs. */
final class OrderOptions {
  @Parameters(
      paramLabel = "NAME",
      description = "A CanaryRelease, or a ModelService, whose canary it then is.")
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

  String name() {
    return name;
  }

  String namespace() {
    return namespace;
  }

  String reason() {
    return reason;
  }

  int expiresIn() {
    return expiresIn;
  }

  int patience() {
    return wait;
  }
}
