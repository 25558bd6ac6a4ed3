# shellcheck shell=bash
# One function per image: prints "NAME:TAG ARCHIVE". Built from Debian, PyPI and Maven Central packages.

archive() {
  local name=$1
  shift
  python3 "$IMAGES/lib/archive.py" "homeostat.local/$name" "$IMAGES/$name/config.json" "$CACHE/images" "$@"
}

debian_pause() {
  local work busybox layer
  busybox=$(command -v busybox) || die "no busybox found: run e2e/cluster/install"
  work=$(work_folder pause)
  mkdir -p "$work/bin"
  cp "$busybox" "$work/bin/busybox"
  layer=$(folder_layer pause "$work" "")
  rm -rf "$work"
  archive pause "$layer"
}

jre_layer() { debian_layer jre openjdk-25-jre-headless,ca-certificates; }

debian_jre() {
  local base
  base=$(jre_layer)
  archive jre "$base"
}

python_layer() { debian_layer python python3,python-is-python3,libnuma1,ca-certificates; }

# What serving and training share.
torch_layer() { wheels_layer torch "$IMAGES/python/torch.txt" "$1" "$IMAGES/python/torch_cpuize.py"; }

debian_python() {
  local base torch jobs trainer
  base=$(python_layer)
  torch=$(torch_layer "$base")
  jobs=$(wheels_layer jobs "$IMAGES/python/jobs.txt" "$base")
  trainer=$(folder_layer trainer "$REPOSITORY/trainer/homeostat_trainer" /usr/local/lib/python3.13/dist-packages/homeostat_trainer)
  archive python "$base" "$torch" "$jobs" "$trainer"
}

debian_vllm() {
  local base torch vllm
  base=$(python_layer)
  torch=$(torch_layer "$base")
  vllm=$(wheels_layer vllm "$IMAGES/vllm/vllm.txt" "$base")
  archive vllm "$base" "$torch" "$vllm"
}

# kafka_libraries: prints the folder with Kafka's jars, fetched once per content of the pom.
kafka_libraries() {
  local folder work home
  folder=$CACHE/images/kafka-libraries-$(digest_of_files "$IMAGES/kafka/pom.xml")
  if [ ! -d "$folder" ]; then
    say "image kafka: downloading Kafka"
    home=$("$CLUSTER_SCRIPTS/java-home")
    work=$(work_folder kafka)
    JAVA_HOME=$home mvn --quiet --batch-mode -f "$IMAGES/kafka/pom.xml" \
      org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DincludeScope=runtime "-DoutputDirectory=$work/libs" >&2
    mv "$work/libs" "$folder"
    rm -rf "$work"
  fi
  echo "$folder"
}

debian_kafka() {
  local base folder libraries start
  base=$(jre_layer)
  folder=$(kafka_libraries)
  libraries=$(folder_layer kafka-libraries "$folder" /opt/kafka/libs)
  start=$(folder_layer kafka "$IMAGES/kafka/root" "")
  archive kafka "$base" "$libraries" "$start"
}

# The user has the number that the public image gives it; LLVM, which compiles queries, is left out (as big as the rest).
postgres_layer() {
  debian_layer postgres postgresql-17 \
    --essential-hook='echo "postgres:x:999:999::/var/lib/postgresql:/bin/sh" >>"$1"/etc/passwd; echo "postgres:x:999:" >>"$1"/etc/group' \
    --essential-hook='mkdir -p "$1"/etc/postgresql-common; echo "create_main_cluster = false" >"$1"/etc/postgresql-common/createcluster.conf' \
    --dpkgopt='path-exclude=/usr/lib/*/libLLVM*' --dpkgopt='path-exclude=/usr/lib/*/libz3*' \
    --dpkgopt='path-exclude=/usr/lib/postgresql/*/lib/bitcode/*' --dpkgopt='path-exclude=/usr/lib/postgresql/*/lib/llvmjit*'
}

debian_postgres() {
  local base start
  base=$(postgres_layer)
  start=$(folder_layer postgres-start "$IMAGES/postgres/root" "")
  archive postgres "$base" "$start"
}
