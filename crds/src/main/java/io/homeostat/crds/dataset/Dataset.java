package io.homeostat.crds.dataset;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;

/** The kind Dataset; see {@link DatasetSpec} and {@link DatasetStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("datasets")
@ShortNames("dset")
@Categories("homeostat")
public class Dataset extends CustomResource<DatasetSpec, DatasetStatus> implements Namespaced {}
