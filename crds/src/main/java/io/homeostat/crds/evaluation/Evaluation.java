package io.homeostat.crds.evaluation;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import io.homeostat.crds.common.Api;

/** The kind Evaluation; see {@link EvaluationSpec} and {@link EvaluationStatus}. */
@Group(Api.GROUP)
@Version(Api.VERSION)
@Plural("evaluations")
@ShortNames("eval")
@Categories("homeostat")
public class Evaluation extends CustomResource<EvaluationSpec, EvaluationStatus> implements Namespaced {}
