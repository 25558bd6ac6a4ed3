package io.homeostat.crds.judge;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;

/** The kind Judge; see {@link JudgeSpec} and {@link JudgeStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("judges")
@Categories("homeostat")
public class Judge extends CustomResource<JudgeSpec, JudgeStatus> implements Namespaced {}
