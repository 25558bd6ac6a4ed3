# shellcheck shell=bash disable=SC2034 # read by the scripts that source this
# What every script of the local cluster and of the images shares: the cache, words on stderr, atomic results.

CACHE=${HOMEOSTAT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/homeostat}
CLUSTER_SCRIPTS=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
KUBERNETES_VERSION=v1.36.4

say() { printf '%s\n' "$*" >&2; }

die() {
  say "error: $*"
  exit 1
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# Runs the calling script again as root when it was not started as root, with the same cache and settings.
require_root() {
  [ "$(id -u)" = 0 ] && return
  command -v sudo >/dev/null || die "$(basename "$0") needs root and found no sudo: run it as root"
  exec sudo env "HOMEOSTAT_CACHE=$CACHE" "PATH=$PATH" "CLUSTER_NAME=${CLUSTER_NAME:-}" "CLUSTER_INDEX=${CLUSTER_INDEX:-}" \
    "BINARIES=${BINARIES:-}" "PAUSE=${PAUSE:-}" "$0" "$@"
}

# 12 hex digits that stand for the content of the given files, in this order.
digest_of_files() { cat "$@" | sha256sum | cut -c1-12; }

# Holds a lock of this name until this shell ends (or calls unlock), so that two builds of one thing never meet.
lock() {
  mkdir -p "$CACHE/locks"
  exec {LOCK}>"$CACHE/locks/$1"
  flock --nonblock "$LOCK" || {
    say "waiting for another build of $1"
    flock "$LOCK"
  }
}

# For a child that lives on: it must not keep the lock.
unlock() { exec {LOCK}>&-; }

# A folder beside the result, for work that is renamed into place when it is whole.
work_folder() {
  mkdir -p "$CACHE/tmp"
  # What a killed build left, a day later.
  find "$CACHE/tmp" -mindepth 1 -maxdepth 1 -mmin +1440 -exec rm -rf {} +
  mktemp -d "$CACHE/tmp/$1.XXXXXX"
}

# Shows "label: n of total" for the lines that come in: redrawn on a terminal, every 20 seconds in a log.
show_progress() {
  local label=$1 total=$2 count=0 start=$SECONDS shown=$SECONDS
  while IFS= read -r line; do
    case $line in *" "*) say "$line" ;; esac
    count=$((count + 1))
    if [ -t 2 ]; then
      printf '\r%s: %d of %d, %d s ' "$label" "$count" "$total" $((SECONDS - start)) >&2
    elif [ $((SECONDS - shown)) -ge 20 ]; then
      say "$label: $count of $total, $((SECONDS - start)) s"
      shown=$SECONDS
    fi
  done
  [ -t 2 ] && printf '\n' >&2
  say "$label: done in $((SECONDS - start)) s"
}
