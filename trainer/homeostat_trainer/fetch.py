"""Fetches a base model onto a volume before an engine starts, and checks it.

`python -m homeostat_trainer.fetch --uri URI --revision REVISION --target FOLDER`, the URI
hf://ORGANISATION/MODEL or s3://BUCKET/PREFIX.

A hub model is fetched at one commit, and its large files are compared with the digests that the
hub states for that commit. An object store's files together must have the digest REVISION.
Credentials and addresses come from the environment: HF_TOKEN, HF_ENDPOINT; AWS_ACCESS_KEY_ID,
AWS_SECRET_ACCESS_KEY, AWS_ENDPOINT_URL. Several engine pods may fetch at once: each file appears
whole, and the marker COMPLETE, written last, ends the work of all.
"""

from __future__ import annotations

import os

# The image is offline by default; only this command is not.
os.environ["HF_HUB_OFFLINE"] = "0"
os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")

import argparse
import errno
import logging
import socket
import sys
from pathlib import Path

from homeostat_trainer import termination
from homeostat_trainer.digest import MARKER, digest_of_file, digest_of_files
from homeostat_trainer.errors import JobError

LOG = logging.getLogger("homeostat_trainer.fetch")
HUB = "hf://"
STORE = "s3://"
OTHER_WEIGHTS = ("*.bin", "*.pt", "*.pth", "*.h5", "*.msgpack", "*.onnx", "*.gguf", "original/*")


def fetch(uri: str, revision: str, target: Path) -> bool:
    """Makes the target hold the model; False when it did already."""
    marker = target / MARKER
    if marker.is_file() and marker.read_text(encoding="utf-8").strip() == revision:
        return False
    target.mkdir(parents=True, exist_ok=True)
    if uri.startswith(HUB):
        _from_hub(uri.removeprefix(HUB), revision, target)
    elif uri.startswith(STORE):
        _from_store(uri.removeprefix(STORE), revision, target)
    else:
        raise JobError(f"expected an address that begins with hf:// or s3://, found {uri}")
    marker.write_text(revision + "\n", encoding="utf-8")
    return True


def _from_hub(repository: str, commit: str, target: Path) -> None:
    from huggingface_hub import HfApi, snapshot_download
    from huggingface_hub.errors import (
        GatedRepoError,
        HfHubHTTPError,
        RepositoryNotFoundError,
        RevisionNotFoundError,
    )

    try:
        info = HfApi().model_info(repository, revision=commit, files_metadata=True)
        files = info.siblings or []
        safe = any(file.rfilename.endswith(".safetensors") for file in files)
        ignored = list(OTHER_WEIGHTS) if safe else []
        snapshot_download(repository, revision=commit, local_dir=target, ignore_patterns=ignored)
    except GatedRepoError as error:
        raise JobError(
            f"the hub asks for consent to {repository}: accept its terms there and put HF_TOKEN "
            "into the Secret of spec.model.credentialsSecretRef"
        ) from error
    except RevisionNotFoundError as error:
        raise JobError(
            f"{repository} has no commit {commit}: correct spec.model.revision"
        ) from error
    except RepositoryNotFoundError as error:
        raise JobError(
            f"the hub has no model {repository} for this token: correct spec.model.uri, or put "
            "HF_TOKEN into the Secret of spec.model.credentialsSecretRef"
        ) from error
    except HfHubHTTPError as error:
        raise JobError(f"the hub refuses {repository}: {error}") from error
    if info.sha != commit:
        raise JobError(f"expected commit {commit} of {repository}, the hub gave {info.sha}")
    for file in files:
        path = target / file.rfilename
        if file.lfs is not None and path.is_file():
            _check(path, file.lfs.sha256)


def _check(path: Path, expected: str) -> None:
    found = digest_of_file(path)
    if found != expected:
        path.unlink()
        raise JobError(
            f"expected SHA-256 {expected} of {path.name}, found {found}: it is fetched again"
        )


def _from_store(place: str, digest: str, target: Path) -> None:
    import boto3
    from botocore.exceptions import BotoCoreError, ClientError

    bucket, _, prefix = place.partition("/")
    try:
        client = boto3.client("s3")
        names = _listed(client, bucket, prefix)
        for name, size in names.items():
            _download(client, bucket, f"{prefix}/{name}", size, target / name)
    except (BotoCoreError, ClientError) as error:
        raise JobError(
            f"the object store does not give s3://{place}: {error}; look at spec.model.uri and the "
            "Secret of spec.model.credentialsSecretRef"
        ) from error
    if not names:
        raise JobError(f"s3://{place} holds no files: correct spec.model.uri")
    found = digest_of_files(target, names)
    if found != digest:
        raise JobError(
            f"expected SHA-256 {digest} of the files of s3://{place}, found {found}: if these are "
            "the right files, write that as spec.model.revision"
        )


def _listed(client: object, bucket: str, prefix: str) -> dict[str, int]:
    names = {}
    for page in client.get_paginator("list_objects_v2").paginate(
        Bucket=bucket, Prefix=prefix + "/"
    ):
        for item in page.get("Contents", []):
            name = item["Key"].removeprefix(prefix + "/")
            if not name or name.endswith("/"):
                continue
            if name == MARKER or ".." in name.split("/"):
                raise JobError(f"s3://{bucket}/{prefix} holds {name!r}, which no model has")
            names[name] = item["Size"]
    return names


def _download(client: object, bucket: str, key: str, size: int, path: Path) -> None:
    if path.is_file() and path.stat().st_size == size:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part-{socket.gethostname()}")
    client.download_file(bucket, key, str(part))
    part.replace(path)


def main(arguments: list[str] | None = None) -> int:
    """Fetches and returns the exit code; an error is the container's termination message."""
    parser = argparse.ArgumentParser(prog="homeostat_trainer.fetch", description=__doc__)
    parser.add_argument("--uri", required=True)
    parser.add_argument("--revision", required=True)
    parser.add_argument("--target", required=True, type=Path)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, stream=sys.stdout, format="%(levelname)s %(message)s")
    last_words = Path(os.environ.get("TERMINATION_LOG", "/dev/termination-log"))
    try:
        fetched = fetch(options.uri, options.revision, options.target)
        LOG.info("%s %s", options.target, "is fetched" if fetched else "was there already")
        return 0
    except JobError as error:
        message = str(error)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        message = "no space left on the cache claim: enlarge it" if full else str(error)
    LOG.error("%s", message)
    termination.write(last_words, termination.error(message))
    return 1


if __name__ == "__main__":
    sys.exit(main())
