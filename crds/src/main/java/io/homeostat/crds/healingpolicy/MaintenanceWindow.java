package io.homeostat.crds.healingpolicy;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.homeostat.crds.common.ApiType;
import io.homeostat.crds.common.ListKey;
import io.homeostat.crds.common.OneOf;
import io.homeostat.crds.common.OrEmpty;
import io.homeostat.crds.common.Patterns;
import java.util.List;

/** A span of the week in which something may begin. */
@ApiType
public record MaintenanceWindow(
    @Required
        @Size(min = 1, max = 63)
        @Pattern(Patterns.NAME)
        @JsonPropertyDescription("Name of the window.")
        String name,
    @Size(max = 7)
        @ListKey
        @OneOf({"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"})
        @JsonPropertyDescription("Days on which it opens. Default: every day.")
        List<String> days,
    @Required
        @Size(max = 5)
        @Pattern("^([01][0-9]|2[0-3]):[0-5][0-9]$")
        @JsonPropertyDescription("Local time at which it opens, such as 22:30.")
        String start,
    @Required
        @Min(60)
        @Max(86400)
        @JsonPropertyDescription("Seconds for which it is open, 60 to 86400.")
        Integer durationSeconds,
    @Default("UTC")
        @Size(max = 63)
        @Pattern("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$")
        @JsonPropertyDescription("Time zone of start, such as Europe/Berlin. Default UTC.")
        String timeZone) {
  public MaintenanceWindow {
    days = OrEmpty.list(days);
  }
}
