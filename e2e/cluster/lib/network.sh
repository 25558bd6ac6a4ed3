# shellcheck shell=bash
# The node's network namespace, the link between it and the host, and the host's routes to pods and services.

# Another cluster or a private network with the same addresses would swallow both.
check_ranges_are_free() {
  local range found
  for range in "$LINK_RANGE" "$POD_RANGE" "$SERVICE_RANGE"; do
    found=$(ip -4 route show root "$range" | grep -v "dev $HOST_LINK" || true)
    [ -z "$found" ] || die "the range $range of cluster $CLUSTER_NAME is already routed ($found): choose another CLUSTER_INDEX (0 to 39)"
  done
  found=$(cat "$STATE/../"*/index 2>/dev/null | grep -cx "$CLUSTER_INDEX" || true)
  [ "$found" -le 1 ] || die "CLUSTER_INDEX $CLUSTER_INDEX belongs to another cluster in $CACHE/clusters: choose another (0 to 39)"
}

in_network() { nsenter --net="/run/netns/$NAMESPACE" -- "$@"; }

make_network() {
  ip netns add "$NAMESPACE"
  ip link add "$HOST_LINK" type veth peer name eth0 netns "$NAMESPACE"
  ip address add "$HOST_IP/24" dev "$HOST_LINK"
  ip link set "$HOST_LINK" up
  in_network ip address add "$NODE_IP/24" dev eth0
  in_network ip link set lo up
  in_network ip link set eth0 up
  in_network ip route add default via "$HOST_IP"
  in_network sysctl --quiet --write net.ipv4.ip_forward=1
  ip route replace "$POD_RANGE" via "$NODE_IP" dev "$HOST_LINK"
  ip route replace "$SERVICE_RANGE" via "$NODE_IP" dev "$HOST_LINK"
}

# Removing the link takes its routes and its other end along.
remove_network() {
  if ip link show "$HOST_LINK" >/dev/null 2>&1; then ip link delete "$HOST_LINK"; fi
  if [ -e "/run/netns/$NAMESPACE" ]; then ip netns delete "$NAMESPACE"; fi
}
