# shellcheck shell=bash
# The same images where a registry can be reached: public ones as they are, kept as archives under names of their own
# content, and the Python image built on python:slim. Each reference can be set in the environment.

PUBLIC_JRE=${PUBLIC_JRE:-docker://docker.io/library/eclipse-temurin:25-jre}
PUBLIC_PYTHON=${PUBLIC_PYTHON:-docker.io/library/python:3.13-slim}
PUBLIC_KAFKA=${PUBLIC_KAFKA:-docker://docker.io/apache/kafka:4.3.1}
PUBLIC_POSTGRES=${PUBLIC_POSTGRES:-docker://docker.io/library/postgres:17}
if [ -e /dev/nvidiactl ]; then
  PUBLIC_VLLM=${PUBLIC_VLLM:-docker://docker.io/vllm/vllm-openai:v0.32.0}
else
  PUBLIC_VLLM=${PUBLIC_VLLM:-docker://public.ecr.aws/q9t5s3a7/vllm-cpu-release-repo:v0.32.0}
fi

registry_answers() {
  local code
  code=$(curl --silent --max-time 5 --output /dev/null --write-out '%{http_code}' https://registry-1.docker.io/v2/) || return 1
  [ "$code" = 200 ] || [ "$code" = 401 ]
}

# keep_archive NAME IMAGE-ID: writes an image of buildah's store as an archive, called after the digest of its configuration.
keep_archive() {
  local name=$1 id=$2 reference file
  reference=homeostat.local/$name:${id:0:12}
  file=$CACHE/images/$name-${id:0:12}.tar
  if [ -f "$file" ]; then
    touch "$file"
  else
    rm -f "$file.part"
    as_root buildah push --quiet "$id" "docker-archive:$file.part:$reference" >&2
    as_root chown "$(id -u):$(id -g)" "$file.part"
    mv "$file.part" "$file"
  fi
  echo "$reference $file"
}

pulled() {
  say "image $1: $2"
  local id
  id=$(as_root buildah pull --quiet "$2")
  keep_archive "$1" "$id"
}

public_jre() { pulled jre "$PUBLIC_JRE"; }
public_kafka() { pulled kafka "$PUBLIC_KAFKA"; }
public_postgres() { pulled postgres "$PUBLIC_POSTGRES"; }
public_vllm() { pulled vllm "$PUBLIC_VLLM"; }

public_python() {
  say "image python: on $PUBLIC_PYTHON"
  local work
  work=$(work_folder python)
  as_root buildah build --quiet --isolation chroot --ulimit nofile=1024:1024 --layers --build-arg "BASE=$PUBLIC_PYTHON" --iidfile "$work/id" \
    --file "$IMAGES/python/Containerfile" "$REPOSITORY" >&2
  keep_archive python "$(sed 's/^sha256://' "$work/id")"
  rm -rf "$work"
}
