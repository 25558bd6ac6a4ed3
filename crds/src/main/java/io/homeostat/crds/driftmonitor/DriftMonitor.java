package io.homeostat.crds.driftmonitor;

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

/** The kind DriftMonitor; see {@link DriftMonitorSpec} and {@link DriftMonitorStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("driftmonitors")
@ShortNames("dmon")
@Categories("homeostat")
@JsonClassDescription("What is watched for drift, and how many false alarms are accepted.")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(
    name = "Drifting",
    jsonPath = ".status.conditions[?(@.type==\"Drifting\")].status")
@AdditionalPrinterColumn(name = "Worst", jsonPath = ".status.worst.capability")
@AdditionalPrinterColumn(name = "Drop", jsonPath = ".status.worst.drop")
@AdditionalPrinterColumn(name = "Since", jsonPath = ".status.worst.since", type = Type.DATE)
@AdditionalPrinterColumn(name = "Streams", jsonPath = ".status.streams", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(value = Patterns.NAME_RULE, message = Patterns.NAME_MESSAGE)
public class DriftMonitor extends CustomResource<DriftMonitorSpec, DriftMonitorStatus>
    implements Namespaced {}
