#!/usr/bin/env python3
"""Writes a container image archive (OCI layout that Docker, containerd and Jib also read) from layer tars.

usage: archive.py NAME CONFIG.json FOLDER LAYER.tar...
The image is called NAME:<first 12 hex digits of its configuration's digest>, so that equal content has an equal name;
the archive is FOLDER/<last part of NAME>-<those digits>.tar. Prints "NAME:TAG ARCHIVE".
"""

import hashlib
import io
import json
import os
import platform
import shutil
import sys
import tarfile
import tempfile
from pathlib import Path

EPOCH = "1970-01-01T00:00:00Z"
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def digest_of_layer(path: Path) -> str:
    """Layers are large and never change under one name: their digest is kept beside them."""
    kept = path.with_suffix(".sha256")
    if kept.exists():
        return kept.read_text().strip()
    digest = digest_of_file(path)
    kept.write_text(digest)
    return digest


def to_json(value) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def image_config(settings: dict, layers: list[Path], digests: list[str]) -> bytes:
    return to_json(
        {
            "architecture": ARCHITECTURES[platform.machine()],
            "os": "linux",
            "created": EPOCH,
            "config": settings,
            "rootfs": {"type": "layers", "diff_ids": [f"sha256:{digest}" for digest in digests]},
            "history": [{"created": EPOCH, "created_by": layer.stem} for layer in layers],
        }
    )


def blob(data: bytes, media_type: str) -> tuple[str, dict]:
    digest = hashlib.sha256(data).hexdigest()
    return digest, {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(data)}


def write(reference: str, config: bytes, layers: list[Path], digests: list[str], to: Path) -> None:
    config_digest, config_entry = blob(config, "application/vnd.oci.image.config.v1+json")
    layer_entries = [
        {"mediaType": "application/vnd.oci.image.layer.v1.tar", "digest": f"sha256:{digest}", "size": layer.stat().st_size}
        for layer, digest in zip(layers, digests, strict=True)
    ]
    manifest = to_json(
        {
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": config_entry,
            "layers": layer_entries,
        }
    )
    manifest_digest, manifest_entry = blob(manifest, "application/vnd.oci.image.manifest.v1+json")
    manifest_entry["annotations"] = {
        "io.containerd.image.name": reference,
        "org.opencontainers.image.ref.name": reference.rsplit(":", 1)[1],
    }
    docker = [
        {
            "Config": f"blobs/sha256/{config_digest}",
            "RepoTags": [reference],
            "Layers": [f"blobs/sha256/{digest}" for digest in digests],
        }
    ]
    with tarfile.open(to, "w", format=tarfile.GNU_FORMAT) as archive:

        def add(name: str, data: bytes) -> None:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))

        add("manifest.json", to_json(docker))
        add("oci-layout", to_json({"imageLayoutVersion": "1.0.0"}))
        add("index.json", to_json({"schemaVersion": 2, "manifests": [manifest_entry]}))
        add(f"blobs/sha256/{config_digest}", config)
        add(f"blobs/sha256/{manifest_digest}", manifest)
        for layer, digest in dict(zip(layers, digests, strict=True)).items():
            entry = tarfile.TarInfo(f"blobs/sha256/{digest}")
            entry.size = layer.stat().st_size
            with layer.open("rb") as file:
                archive.addfile(entry, file)


def main() -> None:
    name, settings, folder = sys.argv[1], json.loads(Path(sys.argv[2]).read_text()), Path(sys.argv[3])
    layers = [Path(layer) for layer in sys.argv[4:]]
    digests = [digest_of_layer(layer) for layer in layers]
    config = image_config(settings, layers, digests)
    tag = hashlib.sha256(config).hexdigest()[:12]
    archive = folder / f"{name.rsplit('/', 1)[1]}-{tag}.tar"
    if archive.exists():
        archive.touch()  # in use again: what is old is pruned
    else:
        folder.mkdir(parents=True, exist_ok=True)
        handle, work = tempfile.mkstemp(dir=folder, suffix=".part")
        os.close(handle)
        try:
            write(f"{name}:{tag}", config, layers, digests, Path(work))
            Path(work).chmod(0o644)
            shutil.move(work, archive)
        finally:
            Path(work).unlink(missing_ok=True)
    print(f"{name}:{tag} {archive}")


if __name__ == "__main__":
    main()
