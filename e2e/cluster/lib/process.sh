# shellcheck shell=bash
# The node is one process tree in its own process, mount and network namespaces: when its first process ends, the kernel
# ends the rest. That process is known by its number and start time, so that a reused number is never taken for it.

start_time() {
  local fields
  fields=$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) || return 1
  # Field 22 of the line is field 20 after the command's name.
  echo "$fields" | cut -d' ' -f20
}

record_node() { echo "$1 $(start_time "$1")" >"$RECORD"; }

# Prints the number of the node's outer process if it is the one that was recorded.
node_process() {
  local pid started
  [ -f "$RECORD" ] && read -r pid started <"$RECORD" || return 1
  [ -n "$started" ] && [ "$(start_time "$pid")" = "$started" ] && echo "$pid"
}

# Prints the number, as seen from outside, of the first process inside the node's namespaces.
node_init() {
  local outer
  outer=$(node_process) || return 1
  cut -d' ' -f1 "/proc/$outer/task/$outer/children" | grep .
}

in_node() {
  local init
  init=$(node_init) || die "cluster $CLUSTER_NAME does not run: start it with e2e/cluster/cluster up"
  nsenter --target "$init" --mount --net --pid -- "$@"
}

# wait_until SECONDS WHAT COMMAND...: tries the command four times a second.
wait_until() {
  local limit=$((SECONDS + $1)) what=$2
  shift 2
  until ("$@") >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$limit" ] || die "$what did not happen in time; the logs are in $LOGS"
    sleep 0.25
  done
}

stop_node() {
  local outer
  if outer=$(node_process); then
    kill -KILL "$outer" || true
  fi
  # What is left in the cluster's own cgroup was started by it, whatever became of the record.
  wait_until 60 "the end of the processes of cluster $CLUSTER_NAME" kill_cgroup
  rm -f "$RECORD"
}
