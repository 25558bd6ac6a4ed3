package io.homeostat.crds.healingrun;

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

/** The kind HealingRun; see {@link HealingRunSpec} and {@link HealingRunStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("healingruns")
@ShortNames("hrun")
@Categories("homeostat")
@JsonClassDescription("One repair, from the cause of a drift to a promoted release.")
@AdditionalPrinterColumn(
    name = "Succeeded",
    jsonPath = ".status.conditions[?(@.type==\"Succeeded\")].status")
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.state")
@AdditionalPrinterColumn(name = "Capability", jsonPath = ".spec.drift.capability")
@AdditionalPrinterColumn(name = "Drop", jsonPath = ".spec.drift.drop")
@AdditionalPrinterColumn(name = "Effect", jsonPath = ".status.effect")
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(value = Patterns.SHORT_NAME_RULE, message = Patterns.SHORT_NAME_MESSAGE)
public class HealingRun extends CustomResource<HealingRunSpec, HealingRunStatus>
    implements Namespaced {}
