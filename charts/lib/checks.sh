# shellcheck shell=bash
# What both charts must hold to. Needs api-server.sh.

render() { # render CASE VALUES: the manifests of the chart homeostat
  helm template homeostat "$CHARTS/homeostat" --namespace "homeostat-$1" --values "$2"
}

install_definitions() {
  helm upgrade --install homeostat-crds "$CHARTS/homeostat-crds" >/dev/null
  kubectl apply -f "$CHARTS/lib/cert-manager.yaml" >/dev/null
  kubectl wait --for=condition=Established --timeout=60s customresourcedefinitions --all >/dev/null
}

# expect NAME FILTER FILE: the filter finds nothing in the objects of the file.
expect() {
  local found
  found=$(jq --raw-output --slurp ".[] | (if .kind == \"List\" then .items[] else . end) | $2" "$3")
  [ -z "$found" ] || die "$CASE: $1:"$'\n'"$found"
}

check_case() {
  CASE=$1
  local manifests=$WORK/$1.yaml objects=$WORK/$1.json namespace=homeostat-$1
  kubectl create namespace "$namespace" >/dev/null
  kubectl label namespace "$namespace" pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/warn=restricted >/dev/null
  render "$1" "$2" >"$manifests"
  kubectl apply --dry-run=server --validate=strict --output json -f "$manifests" >"$objects" 2>"$WORK/warnings" ||
    die "$1: the API server refuses it: $(cat "$WORK/warnings")"
  if grep -q Warning "$WORK/warnings"; then
    die "$1: the API server warns: $(cat "$WORK/warnings")"
  fi
  check_rights "$objects"
  check_pods "$objects"
  check_services "$objects"
  check_webhooks "$objects"
  say "$1: ok"
}

check_rights() {
  expect "rights with a wildcard" 'select(.kind | endswith("Role"))
    | select(any(.rules[]; (.apiGroups + .resources + .verbs) | index("*"))) | .metadata.name' "$1"
  if [ "$CASE" = external ]; then
    expect "rights in all namespaces although watchNamespaces is set" 'select(.kind == "ClusterRole")
      | select(.metadata.name | IN("homeostat-approver", "homeostat-webhooks-authority") | not) | .metadata.name' "$1"
  fi
}

check_pods() {
  local containers='select(.spec.template) | . as $workload | .spec.template.spec.containers[]
    | {workload: $workload.metadata.name, container: .}'
  expect "containers without requests and a memory limit" "$containers
    | select((.container.resources | (.requests.cpu and .requests.memory and .limits.memory)) | not) | .workload" "$1"
  expect "containers without probes" "$containers
    | select((.container.startupProbe and .container.livenessProbe and .container.readinessProbe) | not) | .workload" "$1"
  expect "containers with a writable root file system" "$containers
    | select(.container.securityContext.readOnlyRootFilesystem != true) | .workload" "$1"
  expect "images without a fixed tag" "$containers | select(.container.image | test(\":[^:/]+\$\") | not)
    , (select(.container.image | endswith(\":latest\"))) | .workload" "$1"
  case $CASE in
    own-images) expect "images that values did not replace" "$containers
      | select(.container.image | startswith(\"homeostat.local/\") | not) | .container.image" "$1" ;;
    *) expect "images that no registry has" "$containers
      | select(.container.image | startswith(\"homeostat.local/\")) | .container.image" "$1" ;;
  esac
}

# Every Service selects the pods of a workload, at a port that they have.
check_services() {
  local service selector port
  while IFS=$'\t' read -r service selector port; do
    jq --exit-status --slurp --argjson selector "$selector" --arg port "$port" \
      '[.[] | (if .kind == "List" then .items[] else . end) | select(.spec.template)
        | select(.spec.template.metadata.labels | contains($selector))
        | select(any(.spec.template.spec.containers[].ports[]; .name == $port))] | length == 1' "$1" >/dev/null ||
      die "$CASE: Service $service selects no pod with the port $port"
  done < <(jq --raw-output --slurp '.[] | (if .kind == "List" then .items[] else . end) | select(.kind == "Service")
    | . as $service | .spec.ports[] | [$service.metadata.name, ($service.spec.selector | tojson), .targetPort] | @tsv' "$1")
}

# An outage of the webhooks blocks nothing but Interventions, and somebody looks after their certificate.
check_webhooks() {
  local by
  expect "webhooks that refuse changes while they are down" 'select(.kind | endswith("WebhookConfiguration")) | .webhooks[]
    | select(.failurePolicy != "Ignore") | .name' "$1"
  expect "webhooks that make people wait for more than 5 s" 'select(.kind | endswith("WebhookConfiguration")) | .webhooks[]
    | select(.timeoutSeconds > 5) | .name' "$1"
  by=$(jq --raw-output --slurp '[.[] | (if .kind == "List" then .items[] else . end)
    | if .kind == "Certificate" then .kind + " " + .metadata.name
      elif (.kind | endswith("WebhookConfiguration")) and .metadata.annotations["cert-manager.io/inject-ca-from"] then "injected"
      elif .metadata.name == "homeostat-webhooks-authority" and .kind == "ClusterRole" then "itself"
      elif .kind == "Deployment" and .metadata.name == "homeostat-webhooks"
        and any(.spec.template.spec.containers[0].env[]; .name == "WEBHOOK_CERTIFICATES") then "mounted"
      else empty end] | sort | join(", ")' "$1")
  case $CASE in
    cert-manager) [ "$by" = "Certificate homeostat-webhooks, Certificate homeostat-webhooks-authority, injected, injected, mounted" ] ;;
    external) [ "$by" = "Certificate homeostat-webhooks, injected, injected, mounted" ] ;;
    *) [ "$by" = itself ] ;;
  esac || die "$CASE: who looks after the certificate of the webhooks? found: $by"
}

refused() { # refused MESSAGE ARGUMENT...: helm refuses these values with this message
  local message=$1 output
  shift
  if output=$(helm template homeostat "$CHARTS/homeostat" "$@" 2>&1); then
    die "values that are wrong were accepted: $*"
  fi
  grep -qF -- "$message" <<<"$output" || die "expected \"$message\" for $*, found: $output"
}

check_refused_values() {
  refused "'gatewy' not allowed" --set gatewy.replicas=2
  refused "'FOO' does not match pattern" --set gateway.openTelemetry.FOO=x
  refused "at '/gateway/replicas'" --set gateway.replicas=0
  refused "at '/image/pullPolicy'" --set image.pullPolicy=Sometimes
  refused "at '/webhooks/certManager/issuerRef'" --set webhooks.certManager.issuerRef.kind=ClusterIssuer
  refused "kafka.bootstrapServers is empty: give host:port of your brokers" --set kafka.enabled=false
  refused "postgresql.url is empty: give the JDBC URL of your database" --set postgresql.enabled=false
  refused "postgresql.passwordSecret is empty" --set postgresql.enabled=false,postgresql.url=jdbc:postgresql://db/homeostat
  say "wrong values: refused"
}

check_renderings_are_equal() {
  diff <(render argocd "$CHARTS/cases/argocd.yaml") <(render argocd "$CHARTS/cases/argocd.yaml") >/dev/null ||
    die "argocd: two renderings differ, so that Argo CD would never be in sync"
  say "renderings: equal"
}

# can VERB RESOURCE PROCESS yes|no [ARGUMENT...]: what the API server lets a process do.
can() {
  local verb=$1 resource=$2 process=$3 expected=$4 answer
  shift 4
  answer=$(kubectl auth can-i "$verb" "$resource" --as "system:serviceaccount:homeostat:homeostat-$process" "$@" 2>/dev/null) || true
  [ "$answer" = "$expected" ] || die "may the $process $verb $resource $*? expected $expected, found $answer"
}

check_installed_rights() {
  can create trafficplans.homeostat.io operator yes --namespace team-a
  can patch canaryreleases.homeostat.io/status operator yes --namespace team-a
  can create interventions.homeostat.io operator no --namespace team-a
  can get secrets operator no --namespace team-a
  can list trafficplans.homeostat.io gateway yes --namespace team-a
  can get secrets gateway no --namespace homeostat
  can update trafficplans.homeostat.io gateway no --namespace team-a
  can list pods monitor no --namespace team-a
  can get secrets archive no --namespace homeostat
  can watch secrets/homeostat-webhooks-certificates webhooks yes --namespace homeostat
  can get secrets/homeostat-engine-key webhooks no --namespace homeostat
  can patch mutatingwebhookconfigurations/homeostat webhooks yes
  can patch mutatingwebhookconfigurations/other webhooks no
  can patch validatingwebhookconfigurations/homeostat webhooks yes
  can patch validatingwebhookconfigurations/other webhooks no
  can list modelservices.homeostat.io webhooks yes --namespace team-a
  can get configmaps/prompts webhooks yes --namespace team-a
  can list configmaps webhooks no --namespace team-a
  can get secrets webhooks no --namespace team-a
}

check_installation() {
  local before after
  kubectl create namespace homeostat >/dev/null
  helm upgrade --install homeostat "$CHARTS/homeostat" --namespace homeostat >/dev/null
  before=$(kubectl get secrets --namespace homeostat --field-selector type=Opaque --output json | jq --sort-keys '[.items[].data]')
  helm upgrade --install homeostat "$CHARTS/homeostat" --namespace homeostat --set gateway.replicas=2 >/dev/null
  after=$(kubectl get secrets --namespace homeostat --field-selector type=Opaque --output json | jq --sort-keys '[.items[].data]')
  [ "$before" = "$after" ] || die "an upgrade made new keys"
  [ "$(jq length <<<"$before")" = 4 ] || die "expected four generated Secrets, found $(jq length <<<"$before")"
  check_installed_rights
  check_outage
  helm uninstall homeostat --namespace homeostat >/dev/null
  [ -n "$(kubectl get secret homeostat-engine-key --namespace homeostat --output name)" ] || die "an uninstall removed the master key"
  helm uninstall homeostat-crds >/dev/null
  [ -n "$(kubectl get customresourcedefinition modelservices.homeostat.io --output name)" ] || die "an uninstall removed the definitions"
  say "installation: keys, definitions and rights hold"
}
