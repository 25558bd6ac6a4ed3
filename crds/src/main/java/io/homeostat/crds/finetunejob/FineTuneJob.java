package io.homeostat.crds.finetunejob;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;

/** The kind FineTuneJob; see {@link FineTuneJobSpec} and {@link FineTuneJobStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("finetunejobs")
@ShortNames("ftjob")
@Categories("homeostat")
public class FineTuneJob extends CustomResource<FineTuneJobSpec, FineTuneJobStatus> implements Namespaced {}
