# shellcheck shell=bash
# A kube-apiserver with its etcd on loopback, without controllers: it answers what a cluster would accept. Needs WORK and PATH.

API_SERVER_PIDS=()

say() { echo "charts: $*" >&2; }
die() {
  echo "charts: error: $*" >&2
  exit 1
}

free_ports() {
  python3 - "$1" <<'PYTHON'
import socket, sys
sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*(s.getsockname()[1] for s in sockets))
PYTHON
}

start_api_server() {
  local etcd_port peer_port port
  read -r etcd_port peer_port port < <(free_ports 3)
  openssl genrsa -out "$WORK/service-accounts.key" 2048 2>/dev/null
  echo 'administrator,administrator,1,system:masters' >"$WORK/tokens.csv"
  etcd --data-dir "$WORK/etcd" --unsafe-no-fsync --listen-client-urls "http://127.0.0.1:$etcd_port" \
    --advertise-client-urls "http://127.0.0.1:$etcd_port" --listen-peer-urls "http://127.0.0.1:$peer_port" \
    --initial-advertise-peer-urls "http://127.0.0.1:$peer_port" --initial-cluster "default=http://127.0.0.1:$peer_port" \
    >"$WORK/etcd.log" 2>&1 &
  API_SERVER_PIDS+=($!)
  kube-apiserver --etcd-servers "http://127.0.0.1:$etcd_port" --bind-address 127.0.0.1 --secure-port "$port" \
    --advertise-address 127.0.0.1 --endpoint-reconciler-type none --cert-dir "$WORK/certificates" \
    --token-auth-file "$WORK/tokens.csv" --authorization-mode RBAC --disable-admission-plugins ServiceAccount \
    --service-account-issuer https://localhost --service-account-key-file "$WORK/service-accounts.key" \
    --service-account-signing-key-file "$WORK/service-accounts.key" --service-cluster-ip-range 10.0.0.0/24 \
    >"$WORK/kube-apiserver.log" 2>&1 &
  API_SERVER_PIDS+=($!)
  export KUBECONFIG=$WORK/kubeconfig
  kubectl config set-cluster test --server "https://127.0.0.1:$port" --insecure-skip-tls-verify=true >/dev/null
  kubectl config set-credentials administrator --token administrator >/dev/null
  kubectl config set-context test --cluster test --user administrator >/dev/null
  kubectl config use-context test >/dev/null
  wait_for_api_server
}

wait_for_api_server() {
  local attempt
  for attempt in {1..120}; do
    if kubectl get --raw /readyz >/dev/null 2>&1 && kubectl get namespace default >/dev/null 2>&1; then
      return
    fi
    kill -0 "${API_SERVER_PIDS[1]}" 2>/dev/null || die "kube-apiserver ended: $(tail -n 3 "$WORK/kube-apiserver.log")"
    sleep 0.5
  done
  die "kube-apiserver was not ready after $((attempt / 2)) s: $(tail -n 3 "$WORK/kube-apiserver.log")"
}

stop_api_server() {
  local pid
  for pid in "${API_SERVER_PIDS[@]}"; do
    kill -9 "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
}
