# shellcheck shell=bash
# What an outage of the webhooks blocks. An API server alone runs no pods, so that they are down here. Needs api-server.sh.

as_anna() { kubectl --as anna --as-group system:masters --namespace team-a "$@"; }

order() { # order AUTHOR: an Intervention; without an author where that is empty
  cat <<YAML
apiVersion: homeostat.io/v1alpha1
kind: Intervention
metadata: {generateName: abort-}
spec:
  targetRef: {kind: CanaryRelease, name: support-0123456789}
  action: Abort
  reason: customers complain
  ${1:+requestedBy: $1}
YAML
}

service() { # service REPLICAS: a ModelService
  cat <<YAML
apiVersion: homeostat.io/v1alpha1
kind: ModelService
metadata: {name: support}
spec:
  model: {uri: pvc://models/base}
  replicas: $1
YAML
}

check_outage() {
  local author message
  for author in "" mallory; do
    if message=$(order "$author" | as_anna create -f - 2>&1); then
      die "webhooks down: an order of anna in the name of '$author' was accepted"
    fi
    grep -qF "spec.requestedBy must be anna" <<<"$message" || die "webhooks down: the refusal does not name the author: $message"
    grep -qF "see to deployment/homeostat-webhooks in namespace homeostat" <<<"$message" ||
      die "webhooks down: the refusal does not say what to do: $message"
  done
  order anna | as_anna create -f - >/dev/null || die "webhooks down: an order with its true author was refused"
  service 1 | as_anna create -f - >/dev/null || die "webhooks down: a ModelService could not be created"
  service 2 | as_anna apply --server-side --force-conflicts -f - >/dev/null || die "webhooks down: a ModelService could not be changed"
  as_anna delete modelservices,interventions --all >/dev/null || die "webhooks down: objects could not be deleted"
  say "webhooks down: only orders without their author are refused"
}
