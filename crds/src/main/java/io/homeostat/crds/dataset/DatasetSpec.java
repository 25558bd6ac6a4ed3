package io.homeostat.crds.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.Decimal;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Ref;
import io.homeostat.crds.common.Timestamp;
import java.util.List;

/** Where the training rows of a ModelService come from, and what may become one. */
@ApiType
public record DatasetSpec(
    @Required @JsonPropertyDescription("ModelService whose traffic the rows come from.")
        Ref modelServiceRef,
    @Required
        @Size(min = 1, max = 16)
        @ListKey("name")
        @JsonPropertyDescription("Where rows come from, 1 to 16.")
        List<DatasetSource> sources,
    @JsonPropertyDescription(
            "Capability whose answers changed. Default: capability and moment of the corrections.")
        Drift drift,
    @Size(max = 64)
        @ListKey("capability")
        @JsonPropertyDescription(
            "Shares of the training rows by capability; a capability that is not named is left out."
                + " Default: as the sources give them.")
        List<Share> mix,
    @Default("100000")
        @Min(1)
        @Max(10000000)
        @JsonPropertyDescription("Rows to train on at most. Default 100000.")
        Integer maximumRows,
    @Default("{}") @JsonPropertyDescription("Rows of which length and language are taken.")
        RowRules.Filters filters,
    @Default("{}") @JsonPropertyDescription("When two questions are nearly the same.")
        RowRules.Deduplication deduplication,
    @Default("{}") @JsonPropertyDescription("Personal data that is replaced.")
        RowRules.Privacy privacy,
    @Default("{}") @JsonPropertyDescription("How many rows may be answers of models.")
        RowRules.Provenance provenance,
    @Default("{}") @JsonPropertyDescription("What stops a build of poisoned corrections.")
        PoisonGuard poisonGuard,
    @Default("{}") @JsonPropertyDescription("Which rows are held out.") RowRules.Split split,
    @JsonPropertyDescription("When the sources are looked at again. Default: never.")
        Refresh refresh) {
  public DatasetSpec {
    sources = OrEmpty.list(sources);
    mix = OrEmpty.list(mix);
  }

  /** Capability whose answers changed: its older rows teach what is wrong now. */
  @ApiType
  public record Drift(
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("The capability.")
          String capability,
      @Required @Timestamp @JsonPropertyDescription("Moment at which the change was noticed first.")
          String since,
      @Default("0")
          @Min(0)
          @Max(2592000)
          @JsonPropertyDescription(
              "Seconds that the monitor needs to notice a change; rows of the capability from before"
                  + " `since` minus twice this are left out, and those whose time is not known."
                  + " Default 0.")
          Integer detectionDelaySeconds) {}

  /** Share of a capability. */
  @ApiType
  public record Share(
      @Required @Size(min = 1, max = 63) @JsonPropertyDescription("The capability.")
          String capability,
      @Required
          @Decimal(above = true, max = 1000)
          @JsonPropertyDescription("Weight beside the others', above 0 and up to 1000.")
          String weight) {}

  /** When the sources are looked at again; what they give anew becomes the next version. */
  @ApiType
  public record Refresh(
      @Default("3600")
          @Min(60)
          @Max(2592000)
          @JsonPropertyDescription("Seconds between two looks. Default 3600.")
          Integer everySeconds) {}
}
