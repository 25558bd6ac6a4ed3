package io.homeostat.crds.modelservice;

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

/** The kind ModelService; see {@link ModelServiceSpec} and {@link ModelServiceStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("modelservices")
@ShortNames("msvc")
@Categories("homeostat")
@JsonClassDescription(
    "A model that clients call by name: what serves it, what it says first, how its releases get"
        + " traffic.")
@AdditionalPrinterColumn(
    name = "Ready",
    jsonPath = ".status.conditions[?(@.type==\"Ready\")].status")
@AdditionalPrinterColumn(name = "Stable", jsonPath = ".status.stable")
@AdditionalPrinterColumn(name = "Candidate", jsonPath = ".status.candidate")
@AdditionalPrinterColumn(name = "Weight", jsonPath = ".status.weight")
@AdditionalPrinterColumn(name = "Quality", jsonPath = ".status.quality")
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(value = Patterns.NAME_RULE, message = Patterns.NAME_MESSAGE)
public class ModelService extends CustomResource<ModelServiceSpec, ModelServiceStatus>
    implements Namespaced {}
