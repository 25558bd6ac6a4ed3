# shellcheck shell=bash
# The life of a cluster: up, down, load, status.

# What must be equal for a stopped cluster's state to be used again.
state_mark() { echo "Kubernetes $KUBERNETES_VERSION, index $CLUSTER_INDEX, state 1"; }

# A state of another version or with certificates about to end (they last a year) is of no use.
discard_unusable_state() {
  [ -d "$STATE" ] || return 0
  if [ "$(cat "$STATE/mark" 2>/dev/null)" != "$(state_mark)" ] || [ -n "$(find "$PKI/complete" -mtime +300 2>/dev/null)" ]; then
    say "cluster $CLUSTER_NAME: what an earlier one left does not fit and is removed"
    cluster_down
  fi
}

healthy() {
  node_process >/dev/null && kubectl get --raw /readyz >/dev/null 2>&1 && node_ready
}

node_ready() {
  kubectl get node "$CLUSTER_NAME" --output 'jsonpath={.status.conditions[?(@.type=="Ready")].status}' 2>/dev/null | grep -qx True
}

# A restarted cluster shows the node's last word until the kubelet speaks: only a word since the start counts.
node_ready_since() {
  local beat
  beat=$(kubectl get node "$CLUSTER_NAME" --output 'jsonpath={.status.conditions[?(@.type=="Ready")].lastHeartbeatTime}')
  [ -n "$beat" ] && [ "$(date --date "$beat" +%s)" -ge "$1" ] && node_ready
}

start_node() {
  mkdir -p /var/lib/kubelet /var/log/containers
  (
    unlock
    enter_cgroups
    export CLUSTER_NAME CLUSTER_INDEX BINARIES HOMEOSTAT_CACHE="$CACHE"
    cd /
    exec setsid nsenter --net="/run/netns/$NAMESPACE" -- unshare --mount --pid --fork --kill-child --mount-proc -- \
      "$SCRIPTS/node" </dev/null >>"$LOGS/node.log" 2>&1
  ) &
  record_node $!
  disown
}

containerd_answers() { in_node ctr --address "$CONTAINERD_SOCKET" version; }

services_answer() {
  kubectl get --raw /readyz && kubectl get --raw /apis/storage.k8s.io/v1/storageclasses
}

name_service_answers() { in_node busybox nslookup "kubernetes.default.svc.cluster.local" "$NODE_IP"; }

cluster_up() {
  local started
  lock "cluster-$CLUSTER_NAME"
  discard_unusable_state
  if healthy; then
    offer_volumes
    say "cluster $CLUSTER_NAME runs"
    return
  fi
  mkdir -p "$STATE" "$LOGS"
  state_mark >"$STATE/mark"
  echo "$CLUSTER_INDEX" >"$STATE/index"
  clear_leftovers
  check_ranges_are_free
  say "cluster $CLUSTER_NAME: starting Kubernetes $KUBERNETES_VERSION"
  make_certificates
  write_node_config "${PAUSE%% *}"
  make_cgroups
  make_network
  started=$(date +%s)
  start_node
  wait_until 60 "an answer of containerd" containerd_answers
  load_archive "${PAUSE#* }"
  wait_until 120 "an answer of the API server" services_answer
  apply_cluster_objects
  offer_volumes
  wait_until 120 "readiness of the node" node_ready_since "$started"
  wait_until 60 "an answer of the name service" name_service_answers
  publish_kubeconfig
  say "cluster $CLUSTER_NAME: ready in $(($(date +%s) - started)) s; export KUBECONFIG=$KUBECONFIG_FILE"
}

# Whatever an earlier life left: processes, mounts made from outside, cgroups, network.
clear_leftovers() {
  stop_node
  unmount_below "$STATE"
  remove_cgroups
  remove_network
}

unmount_below() {
  local target
  findmnt --noheadings --list --output TARGET | awk -v folder="$1/" 'index($0, folder) == 1' | sort -r | while IFS= read -r target; do
    umount --lazy "$target"
  done
}

cluster_down() {
  [ -n "${LOCK:-}" ] || lock "cluster-$CLUSTER_NAME"
  clear_leftovers
  rm -rf "$STATE"
  # Mount points that only this made are empty now; anybody else's stay.
  rmdir /var/lib/kubelet /var/log/containers 2>/dev/null || true
  say "cluster $CLUSTER_NAME is gone"
}

# The name is the digest of the content, so an image that is there is the same one.
load_archive() {
  local names
  [ -f "$1" ] || die "no image archive $1: build it with images/build"
  names=$(tar --extract --to-stdout --occurrence --file "$1" manifest.json 2>/dev/null | jq --raw-output '.[].RepoTags[]?') || names=
  if [ -n "$names" ] && has_images "$names"; then
    return
  fi
  say "cluster $CLUSTER_NAME: loading $(basename "$1")"
  in_node ctr --address "$CONTAINERD_SOCKET" --namespace k8s.io images import --snapshotter "$(snapshotter)" "$1" >/dev/null
}

has_images() {
  local present name
  present=$(in_node ctr --address "$CONTAINERD_SOCKET" --namespace k8s.io images list --quiet)
  for name in $1; do
    grep -qxF "$name" <<<"$present" || return 1
  done
}

cluster_load() {
  local archive
  for archive in "$@"; do
    load_archive "$(realpath "$archive")"
  done
}

cluster_status() {
  local program
  node_process >/dev/null || die "cluster $CLUSTER_NAME does not run: start it with e2e/cluster/cluster up"
  for program in etcd kube-apiserver kube-controller-manager kube-scheduler containerd kubelet kube-proxy coredns; do
    in_node pgrep --exact "${program:0:15}" >/dev/null || die "$program does not run; its log is $LOGS/$program.log"
  done
  healthy || die "the node of cluster $CLUSTER_NAME is not Ready; the logs are in $LOGS"
  say "cluster $CLUSTER_NAME works: node $NODE_IP, pods $POD_RANGE, services $SERVICE_RANGE"
}
