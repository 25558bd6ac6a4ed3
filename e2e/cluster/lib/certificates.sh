# shellcheck shell=bash
# Certificates and kubeconfigs, made by kubeadm.

kubeadm_config() {
  cat <<YAML
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint: {advertiseAddress: $NODE_IP, bindPort: 6443}
nodeRegistration: {name: $CLUSTER_NAME, criSocket: "unix://$CONTAINERD_SOCKET"}
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
clusterName: $CLUSTER_NAME
kubernetesVersion: $KUBERNETES_VERSION
certificatesDir: $PKI
controlPlaneEndpoint: $NODE_IP:6443
apiServer: {certSANs: [127.0.0.1, localhost, $NODE_IP, $KUBERNETES_SERVICE_IP]}
networking: {serviceSubnet: $SERVICE_RANGE, podSubnet: $POD_RANGE}
YAML
}

make_certificates() {
  [ -f "$PKI/complete" ] && return
  rm -rf "$PKI"
  mkdir -p "$CONFIG"
  kubeadm_config >"$CONFIG/kubeadm.yaml"
  "$BINARIES/kubeadm" init phase certs all --config "$CONFIG/kubeadm.yaml" >/dev/null
  local name user
  for name in admin super-admin kubelet controller-manager scheduler; do
    rm -f "$CONFIG/$name.conf"
    "$BINARIES/kubeadm" init phase kubeconfig "$name" --config "$CONFIG/kubeadm.yaml" --kubeconfig-dir "$CONFIG" >/dev/null
  done
  for user in kube-proxy coredns; do
    "$BINARIES/kubeadm" kubeconfig user --client-name "system:$user" --config "$CONFIG/kubeadm.yaml" >"$CONFIG/$user.conf" 2>/dev/null
  done
  touch "$PKI/complete"
}

# The user who called sudo owns the copy that clients use.
publish_kubeconfig() {
  install -m 0600 -o "${SUDO_UID:-0}" -g "${SUDO_GID:-0}" "$CONFIG/admin.conf" "$KUBECONFIG_FILE"
}
