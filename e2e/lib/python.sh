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
