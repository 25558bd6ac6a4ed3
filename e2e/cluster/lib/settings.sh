# shellcheck shell=bash disable=SC2034 # read by the scripts that source this
# Names, address ranges and folders of one cluster; two clusters differ in both name and index and never meet.

CLUSTER_NAME=${CLUSTER_NAME:-homeostat}
CLUSTER_INDEX=${CLUSTER_INDEX:-0}
[[ $CLUSTER_NAME =~ ^[a-z][a-z0-9-]{0,29}$ ]] ||
  die "CLUSTER_NAME is \"$CLUSTER_NAME\"; expected at most 30 lower-case letters, digits and dashes, a letter first"
[[ $CLUSTER_INDEX =~ ^[0-9]$|^[1-3][0-9]$ ]] ||
  die "CLUSTER_INDEX is \"$CLUSTER_INDEX\"; expected a number from 0 to 39"

HOST_IP=10.$((200 + CLUSTER_INDEX)).0.1
NODE_IP=10.$((200 + CLUSTER_INDEX)).0.2
LINK_RANGE=10.$((200 + CLUSTER_INDEX)).0.0/24
POD_RANGE=10.$((140 + CLUSTER_INDEX)).0.0/24
SERVICE_RANGE=10.$((96 + CLUSTER_INDEX)).0.0/16
KUBERNETES_SERVICE_IP=10.$((96 + CLUSTER_INDEX)).0.1
DNS_IP=10.$((96 + CLUSTER_INDEX)).0.10
HOST_LINK=hstat$CLUSTER_INDEX
NAMESPACE=homeostat-cluster-$CLUSTER_NAME
CGROUP=homeostat-cluster-$CLUSTER_NAME
VOLUMES=12

STATE=$CACHE/clusters/$CLUSTER_NAME
PKI=$STATE/pki
CONFIG=$STATE/config
LOGS=$STATE/log
KUBECONFIG_FILE=$STATE/kubeconfig
RECORD=$STATE/node.process
CONTAINERD_SOCKET=/run/containerd/containerd.sock
