package io.homeostat.crds.canaryrelease;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn.Type;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;
import io.homeostat.crds.common.Patterns;

/** The kind CanaryRelease; see {@link CanaryReleaseSpec} and {@link CanaryReleaseStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("canaryreleases")
@ShortNames("crel")
@Categories("homeostat")
@JsonClassDescription(
    "A candidate that gets a growing share of the sessions while it is compared with stable, and is"
        + " promoted or rolled back.")
@AdditionalPrinterColumn(
    name = "Succeeded",
    jsonPath = ".status.conditions[?(@.type==\"Succeeded\")].status")
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.state")
@AdditionalPrinterColumn(name = "Step", jsonPath = ".status.stepDisplay")
@AdditionalPrinterColumn(name = "Weight", jsonPath = ".status.weight")
@AdditionalPrinterColumn(name = "Difference", jsonPath = ".status.difference")
@AdditionalPrinterColumn(name = "Samples", jsonPath = ".status.samples", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(value = Patterns.SHORT_NAME_RULE, message = Patterns.SHORT_NAME_MESSAGE)
public class CanaryRelease extends CustomResource<CanaryReleaseSpec, CanaryReleaseStatus>
    implements Namespaced {}
