package io.homeostat.crds.healingpolicy;

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

/** The kind HealingPolicy; see {@link HealingPolicySpec} and {@link HealingPolicyStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("healingpolicies")
@ShortNames("hpol")
@Categories("homeostat")
@JsonClassDescription("Whether and how drift is repaired.")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Mode", jsonPath = ".spec.mode")
@AdditionalPrinterColumn(name = "State", jsonPath = ".status.state")
@AdditionalPrinterColumn(name = "Run", jsonPath = ".status.activeRun")
@AdditionalPrinterColumn(name = "Last", jsonPath = ".status.lastOutcome")
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(value = Patterns.NAME_RULE, message = Patterns.NAME_MESSAGE)
public class HealingPolicy extends CustomResource<HealingPolicySpec, HealingPolicyStatus>
    implements Namespaced {}
