package io.homeostat.crds.canaryrelease;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;

/** The kind CanaryRelease; see {@link CanaryReleaseSpec} and {@link CanaryReleaseStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("canaryreleases")
@ShortNames("crel")
@Categories("homeostat")
public class CanaryRelease extends CustomResource<CanaryReleaseSpec, CanaryReleaseStatus> implements Namespaced {}
