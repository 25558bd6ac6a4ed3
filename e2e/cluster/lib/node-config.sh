# shellcheck shell=bash
# Configuration files of the node's programs, written before each start.

# Without this capability nobody may raise a process's protection against the out-of-memory killer.
may_set_oom_scores() {
  local effective
  effective=$(awk '/^CapEff:/ {print $2}' /proc/self/status)
  (((0x$effective >> 24) & 1))
}

# overlayfs does not nest on overlayfs, which is what the cache lies on inside a container.
snapshotter() {
  if [ "$(stat --file-system --format %T "$STATE")" = overlayfs ]; then echo native; else echo overlayfs; fi
}

# A link of its own for each pod: all traffic is routed, so services need no bridge filter.
write_cni_config() {
  mkdir -p "$CONFIG/cni"
  cat >"$CONFIG/cni/10-pods.conflist" <<JSON
{"cniVersion": "1.0.0", "name": "pods", "plugins": [{"type": "ptp", "ipMasq": false, "mtu": 1500,
  "ipam": {"type": "host-local", "dataDir": "/run/cni-addresses", "ranges": [[{"subnet": "$POD_RANGE"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
JSON
}

write_containerd_config() {
  local restrict=false
  may_set_oom_scores || restrict=true
  cat >"$CONFIG/containerd.toml" <<TOML
version = 2
root = "$STATE/containerd"
state = "/run/containerd"
[grpc]
  address = "$CONTAINERD_SOCKET"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "$1"
  restrict_oom_score_adj = $restrict
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$CONFIG/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "$(snapshotter)"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
    SystemdCgroup = false
TOML
}

# Nothing is evicted for a full disk, and no image removed: nobody could fetch it again.
write_kubelet_config() {
  local unprivileged=false
  may_set_oom_scores || unprivileged=true
  : >"$CONFIG/resolv.conf"
  cat >"$CONFIG/kubelet.yaml" <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {x509: {clientCAFile: $PKI/ca.crt}, webhook: {enabled: true}, anonymous: {enabled: false}}
authorization: {mode: Webhook}
clusterDomain: cluster.local
clusterDNS: [$DNS_IP]
cgroupDriver: cgroupfs
cgroupRoot: /$CGROUP
failCgroupV1: false
failSwapOn: false
containerRuntimeEndpoint: unix://$CONTAINERD_SOCKET
featureGates: {KubeletInUserNamespace: $unprivileged}
resolvConf: $CONFIG/resolv.conf
volumePluginDir: $CONFIG/volume-plugins
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: "0%", nodefs.available: "0%", imagefs.available: "0%", nodefs.inodesFree: "0%", imagefs.inodesFree: "0%"}
syncFrequency: 10s
podLogsDir: $LOGS/pods
YAML
}

write_kube_proxy_config() {
  cat >"$CONFIG/kube-proxy.yaml" <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
clientConnection: {kubeconfig: $CONFIG/kube-proxy.conf}
hostnameOverride: $CLUSTER_NAME
clusterCIDR: $POD_RANGE
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
YAML
}

write_corefile() {
  cat >"$CONFIG/Corefile" <<COREFILE
.:53 {
  bind $NODE_IP
  errors
  ready 127.0.0.1:8181
  kubernetes cluster.local in-addr.arpa {
    kubeconfig $CONFIG/coredns.conf
    ttl 5
  }
  cache 5
}
COREFILE
}

write_node_config() {
  mkdir -p "$CONFIG" "$LOGS/pods" "$LOGS/containers" "$STATE/kubelet" "$STATE/containerd"
  write_cni_config
  write_containerd_config "$1"
  write_kubelet_config
  write_kube_proxy_config
  write_corefile
}
