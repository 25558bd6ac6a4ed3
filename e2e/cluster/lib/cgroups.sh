# shellcheck shell=bash
# The cluster's own cgroup in each hierarchy (version 1) or in the one (version 2): <root>/<cluster>/node holds the node's
# processes, <root>/<cluster>/kubepods is the kubelet's.

cgroup_version_2() { [ -f /sys/fs/cgroup/cgroup.controllers ]; }

# The folders in which each hierarchy is mounted.
cgroup_roots() {
  if cgroup_version_2; then
    echo /sys/fs/cgroup
  else
    findmnt --noheadings --list --types cgroup,cgroup2 --output TARGET | sort -u
  fi
}

# Version 1: a cpuset takes no process before it has CPUs and memory nodes; the parent's are right.
inherit_cpuset() {
  local file
  for file in cpuset.cpus cpuset.mems; do
    if [ -f "$1/$file" ] && [ -z "$(cat "$1/$file")" ]; then
      cat "$(dirname "$1")/$file" >"$1/$file"
    fi
  done
}

# Version 2: children have the controllers that their parent hands down.
hand_down_controllers() {
  local controller
  for controller in $(cat "$1/cgroup.controllers"); do
    echo "+$controller" >"$1/cgroup.subtree_control" 2>/dev/null || true
  done
}

make_cgroups() {
  local root
  for root in $(cgroup_roots); do
    mkdir -p "$root/$CGROUP/node"
    if cgroup_version_2; then
      hand_down_controllers "$root"
      hand_down_controllers "$root/$CGROUP"
    else
      inherit_cpuset "$root/$CGROUP"
      inherit_cpuset "$root/$CGROUP/node"
    fi
  done
}

# Puts the calling process into the node's cgroup.
enter_cgroups() {
  local root
  for root in $(cgroup_roots); do
    echo $BASHPID >"$root/$CGROUP/node/cgroup.procs"
  done
}

cgroup_processes() {
  local root
  for root in $(cgroup_roots); do
    find "$root/$CGROUP" -name cgroup.procs -exec cat {} + 2>/dev/null || true
  done | sort -u | grep -vx 0 || true
}

# Kills what is in the cluster's cgroups; true once nothing is.
kill_cgroup() {
  local processes
  processes=$(cgroup_processes)
  [ -z "$processes" ] && return
  # shellcheck disable=SC2086 # the numbers are words
  kill -KILL $processes 2>/dev/null
  return 1
}

remove_cgroups() {
  local root
  for root in $(cgroup_roots); do
    if [ -d "$root/$CGROUP" ]; then
      find "$root/$CGROUP" -depth -type d -exec rmdir {} +
    fi
  done
}
