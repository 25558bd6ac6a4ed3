package io.homeostat.crds.adaptermerge;

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

/** The kind AdapterMerge; see {@link AdapterMergeSpec} and {@link AdapterMergeStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("adaptermerges")
@ShortNames("amerge")
@Categories("homeostat")
@JsonClassDescription("One adapter made of several, guarded capability by capability.")
@AdditionalPrinterColumn(
    name = "Succeeded",
    jsonPath = ".status.conditions[?(@.type==\"Succeeded\")].status")
@AdditionalPrinterColumn(name = "Method", jsonPath = ".status.method")
@AdditionalPrinterColumn(name = "Rank", jsonPath = ".status.rank", type = Type.INTEGER)
@AdditionalPrinterColumn(name = "Worst", jsonPath = ".status.worst")
@AdditionalPrinterColumn(name = "Progress", jsonPath = ".status.progress")
@AdditionalPrinterColumn(name = "Age", jsonPath = ".metadata.creationTimestamp", type = Type.DATE)
@ValidationRule(value = Patterns.SHORT_NAME_RULE, message = Patterns.SHORT_NAME_MESSAGE)
public class AdapterMerge extends CustomResource<AdapterMergeSpec, AdapterMergeStatus>
    implements Namespaced {}
