package io.homeostat.crds.modelservice;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;

/** The kind ModelService; see {@link ModelServiceSpec} and {@link ModelServiceStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("modelservices")
@ShortNames("msvc")
@Categories("homeostat")
public class ModelService extends CustomResource<ModelServiceSpec, ModelServiceStatus> implements Namespaced {}
