# shellcheck shell=bash
# Steps of a deployment that the demo, the tests and the long runs share. Needs common.sh.

SYSTEM_NAMESPACE=homeostat-system
NAMESPACE=support
QUICKSTART=$REPOSITORY/examples/quickstart
declare -A IMAGE=() ARCHIVE=()

# Builds all images that run in the cluster; fills IMAGE and ARCHIVE by short name.
build_images() {
  local line name
  while read -r line; do
    name=${line%%:*}
    name=${name##*/}
    IMAGE[$name]=${line%% *}
    ARCHIVE[$name]=${line#* }
  done < <("$REPOSITORY/images/build" kafka postgres python vllm; "$REPOSITORY/images/java/build")
  for name in kafka postgres python vllm homeostat; do
    [ -n "${IMAGE[$name]:-}" ] || die "image $name was not built"
  done
}

# Points kubectl and helm at the cluster: the current one, or one that is started here.
use_cluster() {
  if [ "${CLUSTER:-}" = current ]; then
    kubectl config current-context >/dev/null || die "CLUSTER=current, but kubectl has no current context"
    command -v helm >/dev/null || PATH=$("$REPOSITORY/e2e/cluster/binaries"):$PATH
  else
    "$REPOSITORY/e2e/cluster/cluster" up
    eval "$("$REPOSITORY/e2e/cluster/cluster" env)"
  fi
}

# Brings the images to where the cluster's nodes find them.
load_images() {
  local context name pushed
  if [ "${CLUSTER:-}" != current ]; then
    "$REPOSITORY/e2e/cluster/cluster" load "${ARCHIVE[@]}"
    return
  fi
  context=$(kubectl config current-context)
  for name in "${!IMAGE[@]}"; do
    if [ -n "${IMAGE_REGISTRY:-}" ]; then
      pushed=$IMAGE_REGISTRY/${IMAGE[$name]##*/}
      as_root buildah push --quiet "docker-archive:${ARCHIVE[$name]}" "docker://$pushed"
      IMAGE[$name]=$pushed
    else
      case $context in
        kind-*) kind load image-archive "${ARCHIVE[$name]}" --name "${context#kind-}" ;;
        k3d-*) k3d image import "${ARCHIVE[$name]}" --cluster "${context#k3d-}" ;;
        minikube) minikube image load "${ARCHIVE[$name]}" ;;
        *) die "cannot load images into \"$context\": set IMAGE_REGISTRY to a registry that its nodes can pull from" ;;
      esac
    fi
  done
}

repository_of() { echo "${IMAGE[$1]%:*}"; }
tag_of() { echo "${IMAGE[$1]##*:}"; }

# GATEWAY_REPLICAS: gateway pods, 1 by default.
install_charts() {
  helm upgrade --install homeostat-crds "$REPOSITORY/charts/homeostat-crds" --namespace "$SYSTEM_NAMESPACE" --create-namespace >/dev/null
  kubectl apply --namespace "$SYSTEM_NAMESPACE" -f "$QUICKSTART/api-keys.yaml" >/dev/null
  helm upgrade --install homeostat "$REPOSITORY/charts/homeostat" --namespace "$SYSTEM_NAMESPACE" \
    --set "image.repository=$(repository_of homeostat),image.tag=$(tag_of homeostat)" \
    --set "jobsImage.repository=$(repository_of python),jobsImage.tag=$(tag_of python)" \
    --set "engineImage.repository=$(repository_of vllm),engineImage.tag=$(tag_of vllm)" \
    --set "kafka.image.repository=$(repository_of kafka),kafka.image.tag=$(tag_of kafka),kafka.runAsUser=$(user_of kafka)" \
    --set "gateway.replicas=${GATEWAY_REPLICAS:-1}" \
    --set "postgresql.image.repository=$(repository_of postgres),postgresql.image.tag=$(tag_of postgres),postgresql.runAsUser=$(user_of postgres)" >/dev/null
  local workload
  for workload in statefulset/homeostat-kafka statefulset/homeostat-postgresql deployment/homeostat-operator deployment/homeostat-gateway \
    deployment/homeostat-monitor deployment/homeostat-archive deployment/homeostat-webhooks; do
    kubectl --namespace "$SYSTEM_NAMESPACE" rollout status "$workload" --timeout=300s >&2
  done
}

# The user that an image runs as, from its archive.
user_of() {
  python3 - "${ARCHIVE[$1]}" <<'PYTHON'
import json, sys, tarfile
with tarfile.open(sys.argv[1]) as archive:
    manifest = json.load(archive.extractfile("manifest.json"))
    user = json.load(archive.extractfile(manifest[0]["Config"]))["config"].get("User", "")
    user = user.split(":")[0]
    print({"appuser": "1000", "postgres": "999", "": "999"}.get(user, user))
PYTHON
}

# Applies examples/quickstart with the image of Jobs, and gives it the base model of an earlier run.
apply_quickstart() {
  local overlay
  kubectl create namespace "$NAMESPACE" --dry-run=client -o yaml | kubectl apply -f - >/dev/null
  [ "${CLUSTER:-}" = current ] || seed_base_model
  mkdir -p "$REPOSITORY/e2e/out"
  overlay=$(mktemp -d "$REPOSITORY/e2e/out/quickstart.XXXXXX")
  cat >"$overlay/kustomization.yaml" <<YAML
resources: [../../../examples/quickstart]
images:
  - name: ghcr.io/homeostat/homeostat-jobs
    newName: $(repository_of python)
    newTag: $(tag_of python)
YAML
  kubectl apply -k "$overlay" >/dev/null
  rm -r "$overlay"
}

# The folder behind a volume of the cluster that is started here.
volume_folder() { echo "$(dirname "$("$REPOSITORY/e2e/cluster/cluster" kubeconfig)")/volumes/$1"; }

# The folder behind the claim "models"; empty before the claim is bound.
model_folder() {
  local volume
  volume=$(kubectl --namespace "$NAMESPACE" get persistentvolumeclaim models --ignore-not-found --output 'jsonpath={.spec.volumeName}')
  [ -z "$volume" ] || volume_folder "$volume"
}

# Puts base models of earlier runs, which are called after their content, where the training Job looks for them:
# on a volume that is kept for the claim "models".
seed_base_model() {
  [ -z "$(model_folder)" ] || return 0
  compgen -G "$CACHE/models/base-*" >/dev/null || return 0
  local volume folder
  volume=$(kubectl get persistentvolumes --output 'jsonpath={range .items[?(@.status.phase=="Available")]}{.metadata.name}{"\n"}{end}' | tail -n 1)
  folder=$(volume_folder "$volume")
  as_root cp -a "$CACHE"/models/base-* "$folder/"
  as_root chmod -R a+rwX "$folder"
  kubectl patch persistentvolume "$volume" --patch '{"spec": {"claimRef": {"namespace": "'"$NAMESPACE"'", "name": "models"}}}' >/dev/null
}

# Keeps finished base models for the next cluster.
keep_base_model() {
  [ "${CLUSTER:-}" != current ] || return 0
  local model
  mkdir -p "$CACHE/models"
  for model in "$(model_folder)"/base-*; do
    if [ -f "$model/COMPLETE" ] && [ ! -d "$CACHE/models/${model##*/}" ]; then
      rm -rf "$CACHE/models/part"
      as_root cp -a "$model" "$CACHE/models/part"
      mv "$CACHE/models/part" "$CACHE/models/${model##*/}"
    fi
  done
}

# tell_story [--kills]: tells the story; keeps the base model even when the story fails later. STORY_OUT: folder for its figures.
tell_story() {
  local result=0
  (cd "$REPOSITORY/e2e" && python3 -m story --elapsed "$SECONDS" ${STORY_OUT:+--out "$STORY_OUT"} "$@") || result=$?
  keep_base_model
  return "$result"
}

# run_matrix [--short]: releases and takes back under load, on the quickstart that is deployed. STORY_OUT as above.
run_matrix() {
  (cd "$REPOSITORY/e2e" && python3 -m matrix --image "${IMAGE[python]}" ${STORY_OUT:+--out "$STORY_OUT"} "$@")
}

# run_heal SCENARIO...: plays scenarios of repairs on the quickstart that was just deployed. STORY_OUT as above.
run_heal() {
  local result=0
  (cd "$REPOSITORY/e2e" && python3 -m heal "$@" --image "${IMAGE[python]}" ${STORY_OUT:+--out "$STORY_OUT"}) || result=$?
  keep_base_model
  return "$result"
}

# The operator goes last: it lets objects go that a Release refers to.
remove_installation() {
  kubectl delete namespace "$NAMESPACE" --ignore-not-found --timeout=300s
  helm uninstall homeostat --namespace "$SYSTEM_NAMESPACE" --ignore-not-found
  helm uninstall homeostat-crds --namespace "$SYSTEM_NAMESPACE" --ignore-not-found
  kubectl delete namespace "$SYSTEM_NAMESPACE" --ignore-not-found --wait=false
}
