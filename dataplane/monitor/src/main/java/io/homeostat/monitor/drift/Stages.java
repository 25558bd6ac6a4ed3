package io.homeostat.monitor.drift;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.homeostat.monitor.definitions.MonitorDefinition;
import io.homeostat.monitor.definitions.SignalMetric;
import io.homeostat.monitor.drift.StreamFeed.Value;
import io.homeostat.statistics.drift.DriftSettings;
import io.homeostat.statistics.drift.SeasonalProfile;
import java.util.OptionalDouble;

/**
 * What turns a value of any kind into the number in [0,1] that a detector takes: nothing for
 * shares, a frozen percentile for amounts and times, a rank for kinds and points; and then, if
 * asked for, the hour of the week is taken out. Each learns from values of its own.
 *
 * @param quantile of amounts and times; null for others
 * @param ranks of kinds and points; null for others
 * @param season saved {@link SeasonalProfile}; null without
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Stages(QuantileStage quantile, RankStage ranks, byte[] season) {
  static final Stages NONE = new Stages(null, null, null);

  /** Every hour of the week is seen twice. */
  private static final long SEASON_MILLIS = 14 * 86_400_000L;

  /**
   * What a value does.
   *
   * @param number for the detector; empty while a stage learns
   */
  record Step(Stages next, OptionalDouble number) {}

  static Stages start(SignalMetric metric, MonitorDefinition monitor) {
    return new Stages(
        metric.amount() ? QuantileStage.EMPTY.twoSided(metric.twoSided()) : null,
        metric.drawn() ? RankStage.start(metric, monitor.settings()) : null,
        monitor.seasonal() ? SeasonalProfile.start(SEASON_MILLIS).toBytes() : null);
  }

  /** These with the season that others have learnt, if they have. */
  Stages inSeasonOf(Stages others) {
    return others.season == null || !SeasonalProfile.fromBytes(others.season).frozen()
        ? this
        : new Stages(quantile, ranks, others.season);
  }

  /** Settings of the detector behind these stages. */
  static DriftSettings settings(MonitorDefinition monitor) {
    DriftSettings all = monitor.settings();
    return monitor.seasonal()
        ? new DriftSettings(
            all.minimumSamples(),
            all.freezeSamples(),
            all.freezeAfter(),
            all.smallestDrop() / SeasonalProfile.SCALE,
            all.sameDriftWithin())
        : all;
  }

  boolean seasonal() {
    return season != null;
  }

  /** Throws when another version wrote them. */
  void open() {
    if (ranks != null) {
      ranks.open();
    }
    if (season != null) {
      SeasonalProfile.fromBytes(season);
    }
  }

  /** Whether each has what it needs to give a number. */
  boolean learnt() {
    return (quantile == null || quantile.threshold() != null)
        && (ranks == null || ranks.learnt())
        && (season == null || SeasonalProfile.fromBytes(season).frozen());
  }

  Step take(Value value, DriftSettings settings) {
    Step first = first(value, settings);
    if (season == null || first.number().isEmpty()) {
      return first;
    }
    SeasonalProfile profile = SeasonalProfile.fromBytes(season);
    boolean known = profile.frozen();
    OptionalDouble number = profile.observe(first.number().getAsDouble(), value.atMillis());
    Stages before = first.next();
    return new Step(
        new Stages(before.quantile, before.ranks, known ? season : profile.toBytes()), number);
  }

  private Step first(Value value, DriftSettings settings) {
    if (ranks != null) {
      RankStage.Step step = ranks.take(value.draw(), value.atMillis());
      return new Step(new Stages(null, step.next(), season), step.rank());
    }
    if (quantile == null) {
      return new Step(this, OptionalDouble.of(value.value()));
    }
    if (quantile.threshold() != null) {
      return new Step(this, OptionalDouble.of(quantile.share(value.value())));
    }
    return new Step(
        new Stages(quantile.plus(value.value(), settings.minimumSamples()), null, season),
        OptionalDouble.empty());
  }

  /** A mean of the detector's numbers, without their season on the scale of the shares. */
  Double share(Double mean) {
    return season == null || mean == null
        ? mean
        : Double.valueOf(SeasonalProfile.fromBytes(season).value(mean));
  }

  /** A difference of the detector's numbers on the scale of the shares. */
  Double difference(Double numbers) {
    return season == null || numbers == null
        ? numbers
        : Double.valueOf(SeasonalProfile.SCALE * numbers);
  }
}
