package io.homeostat.crds.dataset;

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

/** The kind Dataset; see {@link DatasetSpec} and {@link DatasetStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("datasets")
@ShortNames("dset")
@Categories("homeostat")
@JsonClassDescription(
    "Training rows and held-out items in immutable versions; new feedback makes the next one.")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Version", jsonPath = ".status.version", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Train", jsonPath = ".status.trainRows", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Test", jsonPath = ".status.testRows", type = Type.INTEGER)
@AdditionalPrinterColumn(
    name = "Corrections",
    jsonPath = ".status.corrections",
    type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Sources", jsonPath = ".status.sources", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Guard", jsonPath = ".status.guard.state")
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(value = Patterns.SHORT_NAME_RULE, message = Patterns.SHORT_NAME_MESSAGE)
public class Dataset extends CustomResource<DatasetSpec, DatasetStatus> implements Namespaced {}
