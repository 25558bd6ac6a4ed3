# shellcheck shell=bash
# Python tools of known versions, and the image of Jobs as a place to run tests in. Needs common.sh.

RUFF_VERSION=0.14.6

# tool ruff ARGUMENT...: runs a Python tool from an environment that is made once.
tool() {
  local environment=$CACHE/tools/ruff-$RUFF_VERSION
  if [ ! -x "$environment/bin/ruff" ]; then
    rm -rf "$environment.part"
    python3 -m venv "$environment.part" >&2
    "$environment.part/bin/python" -m pip install --quiet "ruff==$RUFF_VERSION" >&2
    mv "$environment.part" "$environment"
  fi
  "$environment/bin/$1" "${@:2}"
}

# python_with REQUIREMENTS: the interpreter of an environment that holds them; made once per content.
python_with() {
  local environment
  environment=$CACHE/tools/python-$(sha256sum "$1" | cut -c1-12)
  if [ ! -x "$environment/bin/python" ]; then
    rm -rf "$environment.part"
    python3 -m venv "$environment.part" >&2
    "$environment.part/bin/python" -m pip install --quiet --requirement "$1" >&2
    mv "$environment.part" "$environment"
  fi
  echo "$environment/bin/python"
}

# in_jobs_image COMMAND...: runs a command in the root of the image of Jobs, with the checkout at /src.
in_jobs_image() {
  local line archive root
  line=$("$REPOSITORY/images/build" python)
  archive=${line#* }
  root=$CACHE/roots/$(basename "$archive" .tar)
  [ -d "$root" ] || unpack_image "$archive" "$root"
  as_root unshare --mount --pid --fork bash -c '
    root=$1 source=$2
    shift 2
    mkdir -p "$root/src"
    mount --bind "$source" "$root/src"
    mount -t proc proc "$root/proc"
    mount -t tmpfs tmpfs "$root/tmp"
    mkdir -p "$root/dev"
    mount --rbind /dev "$root/dev"
    cd /
    exec chroot "$root" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin HOME=/tmp LANG=C.UTF-8 PYTHONDONTWRITEBYTECODE=1 "$@"
  ' bash "$root" "$REPOSITORY" "$@"
}

# with_mlflow in_jobs_image COMMAND...: runs a command in the image of Jobs while a real MLflow server serves it, whose
# address it finds in MLFLOW_TEST_URI.
with_mlflow() {
  local python work port server result=0
  python=$(python_with "$REPOSITORY/trainer/tests/mlflow-server.txt")
  work=$(work_folder mlflow)
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
  "$python" -m mlflow server --host 127.0.0.1 --port "$port" --workers 1 \
    --backend-store-uri "sqlite:///$work/mlflow.db" --artifacts-destination "$work/artifacts" >"$work/log" 2>&1 &
  server=$!
  for _ in $(seq 600); do
    if curl --silent --fail --output /dev/null "http://127.0.0.1:$port/health"; then break; fi
    kill -0 "$server" 2>/dev/null || die "MLflow's server ended: $(tail -5 "$work/log")"
    sleep 0.2
  done
  "$1" "MLFLOW_TEST_URI=http://127.0.0.1:$port" "${@:2}" || result=$?
  kill "$server" 2>/dev/null || true
  wait "$server" 2>/dev/null || true
  rm -rf "$work"
  return "$result"
}

# unpack_image ARCHIVE FOLDER: the file system of an image.
unpack_image() {
  local work
  work=$(work_folder root)
  mkdir "$work/root"
  tar -xf "$1" -C "$work"
  local layer
  for layer in $(jq -r '.[0].Layers[]' "$work/manifest.json"); do
    as_root tar -xf "$work/$layer" -C "$work/root"
  done
  mkdir -p "$(dirname "$2")"
  mv "$work/root" "$2"
  rm -r "$work"
}
