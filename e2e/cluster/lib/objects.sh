# shellcheck shell=bash
# The objects that a bare cluster needs, and its volumes.

kubectl() { "$BINARIES/kubectl" --kubeconfig "$CONFIG/super-admin.conf" "$@"; }

# fill MANIFEST NAME=VALUE...: prints a manifest with these names filled in.
fill() {
  local text pair
  text=$(cat "$CLUSTER_SCRIPTS/manifests/$1")
  shift
  for pair in "$@"; do
    text=${text//"\${${pair%%=*}}"/"${pair#*=}"}
  done
  printf '%s\n---\n' "$text"
}

apply() { kubectl apply --server-side --force-conflicts --filename - >/dev/null; }

apply_cluster_objects() { fill cluster.yaml "DNS_IP=$DNS_IP" "NODE_IP=$NODE_IP" | apply; }

# Prints the volume's manifest; its folder is made empty.
volume() {
  rm -rf "$STATE/volumes/${1:?}"
  install -d -m 0777 "$STATE/volumes/$1"
  fill volume.yaml "VOLUME=$1" "FOLDER=$STATE/volumes/$1" "CLUSTER_NAME=$CLUSTER_NAME"
}

# Offers a fixed number of volumes; one whose claim was deleted is emptied and offered again.
offer_volumes() {
  local phases number name manifests=
  phases=$(kubectl get persistentvolumes --output 'jsonpath={range .items[*]}{.metadata.name} {.status.phase}{"\n"}{end}')
  for number in $(seq -w 1 "$VOLUMES"); do
    name=$CLUSTER_NAME-$number
    case $(awk -v name="$name" '$1 == name {print $2}' <<<"$phases") in
      "") manifests+=$(volume "$name") ;;
      Released | Failed)
        kubectl delete persistentvolume "$name" --wait >/dev/null
        manifests+=$(volume "$name")
        ;;
    esac
    manifests+=$'\n'
  done
  if [ -n "${manifests//$'\n'/}" ]; then apply <<<"$manifests"; fi
}
