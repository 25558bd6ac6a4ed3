# shellcheck shell=bash
# Layers of images without a registry: Debian packages, Python wheels, folders. Each is a tar in the cache, named by the
# digest of what it is made from, and made only when that name is not there yet.

LAYERS=$CACHE/images/layers
DEBIAN_SUITE=trixie
UV_VERSION=0.13.8

# Everything that a container never reads; what stays is under the packages' own licences in /usr/share/doc/*/copyright.
DEBIAN_SLIM=(
  --skip=output/dev
  --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright'
  --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/info/*'
  --customize-hook='rm -rf "$1"/usr/share/man/* "$1"/var/cache/* "$1"/var/lib/apt/* "$1"/var/log/*'
  --customize-hook='echo "homeostat:x:65532:65532::/tmp:/usr/sbin/nologin" >>"$1"/etc/passwd'
  --customize-hook='echo "homeostat:x:65532:" >>"$1"/etc/group'
)

digest_of_words() { printf '%s\n' "$@" | sha256sum | cut -c1-12; }

digest_of_folder() {
  (cd "$1" && find . -type f -not -path '*/__pycache__/*' -print0 | sort -z | xargs -0 sha256sum) | sha256sum | cut -c1-12
}

# keep_layer WORK NAME: the finished tar gets its name only now, so a killed build leaves none.
keep_layer() {
  mkdir -p "$LAYERS"
  mv "$1" "$LAYERS/$2.tar"
}

pack() {
  tar --create --file "$2" --directory "$1" --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=go-w .
}

# debian_layer NAME PACKAGES [extra mmdebstrap options]: prints the tar of a minimal Debian with these packages.
debian_layer() {
  local label=$1 packages=$2
  shift 2
  local name work
  name=$label-$(digest_of_words "$DEBIAN_SUITE" "$packages" "${DEBIAN_SLIM[@]}" "$@")
  [ -f "$LAYERS/$name.tar" ] || lock "layer-$name"
  if [ ! -f "$LAYERS/$name.tar" ]; then
    say "image layer $label: Debian $DEBIAN_SUITE with $packages"
    work=$(work_folder "$name")
    as_root env SOURCE_DATE_EPOCH=0 mmdebstrap --quiet --variant=minbase --include="$packages" \
      "${DEBIAN_SLIM[@]}" "$@" "$DEBIAN_SUITE" "$work/layer.tar" 1>&2
    as_root chown "$(id -u):$(id -g)" "$work/layer.tar"
    keep_layer "$work/layer.tar" "$name"
    rm -rf "$work"
  fi
  echo "$LAYERS/$name.tar"
}

# folder_layer NAME SOURCE TARGET: prints the tar of a folder's content at another place.
folder_layer() {
  local label=$1 source=$2 target=$3 name work
  name=$label-$(digest_of_words "$(digest_of_folder "$source")" "$target" "$(find "$source" -type f -perm -u+x | wc -l)")
  if [ ! -f "$LAYERS/$name.tar" ]; then
    work=$(work_folder "$name")
    mkdir -p "$work/tree$target"
    (umask 022 && cp -RL "$source/." "$work/tree$target" && find "$work/tree" -name __pycache__ -prune -exec rm -rf {} +)
    pack "$work/tree" "$work/layer.tar"
    keep_layer "$work/layer.tar" "$name"
    rm -rf "$work"
  fi
  echo "$LAYERS/$name.tar"
}

uv() {
  local home=$CACHE/tools/uv-$UV_VERSION
  if [ ! -x "$home/bin/uv" ]; then
    rm -rf "$home"
    mkdir -p "$CACHE/tools"
    python3 -m venv "$home.part" && "$home.part/bin/pip" -q install "uv==$UV_VERSION" && mv "$home.part" "$home"
  fi
  UV_NATIVE_TLS=1 UV_SYSTEM_CERTS=1 UV_CACHE_DIR="$CACHE/tools/uv-cache" "$home/bin/uv" "$@"
}

# Compiles below FOLDER for the image's Python, which runs here through its own loader: a read-only container could not
# keep what it compiles, and would pay for it at each start.
compile_python() {
  local base=$1 folder=$2 root=$3/python libraries loader
  mkdir -p "$root"
  tar --extract --file "$base" --directory "$root" --no-same-owner ./usr ./lib64
  libraries=$(dirname "$(find "$root/usr/lib" -name libc.so.6)")
  loader=$(find "$root/usr/lib64/" -name 'ld-linux-*.so.*')
  # Templates and tests of other Pythons do not compile; that is no error.
  find "$folder" -name '*.py' -print0 | PYTHONHOME=$root/usr xargs --null --max-args=800 --max-procs="$(nproc)" \
    "$loader" --library-path "$libraries" "$root/usr/bin/python3.13" -m compileall -qq --invalidation-mode unchecked-hash \
    -s "$folder" -p / || true
  rm -rf "$root"
  [ "$(find "$folder" -name '*.pyc' | wc -l)" -gt $(($(find "$folder" -name '*.py' | wc -l) * 9 / 10)) ] ||
    die "most Python modules of $folder did not compile"
}

# wheels_layer NAME LOCK BASE [SCRIPT]: prints the tar of the packages that LOCK names, as Debian's Python finds them;
# SCRIPT is run on the folder of the packages before they are compiled.
wheels_layer() {
  local label=$1 lock=$2 base=$3 script=${4:-} name work packages
  name=$label-$(digest_of_words "$(digest_of_files "$lock" ${script:+"$script"})" "python3.13" "$UV_VERSION")
  [ -f "$LAYERS/$name.tar" ] || lock "layer-$name"
  if [ ! -f "$LAYERS/$name.tar" ]; then
    say "image layer $label: $(grep -c == "$lock") Python packages"
    work=$(work_folder "$name")
    packages=$work/tree/usr/local/lib/python3.13/dist-packages
    mkdir -p "$packages"
    uv pip install --quiet --no-deps --python-version 3.13 --python-platform x86_64-manylinux_2_40 --link-mode hardlink \
      --target "$packages" -r "$lock" >&2
    if [ -n "$script" ]; then python3 "$script" "$packages" >&2; fi
    rm -rf "${packages:?}/bin" "$packages/.lock"
    compile_python "$base" "$work/tree" "$work"
    pack "$work/tree" "$work/layer.tar"
    keep_layer "$work/layer.tar" "$name"
    rm -rf "$work"
  fi
  echo "$LAYERS/$name.tar"
}
