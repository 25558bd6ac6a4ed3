package io.homeostat.crds.release;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;

/** The kind Release; see {@link ReleaseSpec} and {@link ReleaseStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("releases")
@ShortNames("mrel")
@Categories("homeostat")
public class Release extends CustomResource<ReleaseSpec, ReleaseStatus> implements Namespaced {}
