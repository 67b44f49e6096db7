"""Bring the front-end files of other projects into ``static/vendor``, once and verifiably.

    python scripts/vendor.py           fetch every package, check it, copy the files that are used
    python scripts/vendor.py --check   compare the files in the tree with SHA384SUMS; no network

The pages are served without a bundler, so each file is copied as its author published it, with its
licence beside it. ``vendor.json`` pins exact versions and the sha-512 of each archive: a package
that was changed after it was read stops the run before anything is written.
"""

import argparse
import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "scripts" / "vendor.json"
TARGET = ROOT / "grannsamverkan" / "static" / "vendor"
SUMS = "SHA384SUMS"


class VendorError(Exception):
    """What a package or the tree does not keep of what the manifest promises."""


@dataclass(frozen=True)
class Package:
    """One npm package: ``files`` maps a path in the archive to a path below ``into``."""

    name: str
    version: str
    licence: str
    integrity: str
    into: str
    files: dict[str, str]


def read_manifest(path: Path = MANIFEST) -> list[Package]:
    """Return the packages the manifest names, in its order."""
    return [Package(**entry) for entry in json.loads(path.read_text("utf-8"))["packages"]]


def integrity_of(archive: bytes) -> str:
    """Return the sha-512 of an archive in npm's notation: ``sha512-`` and base64."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive).digest()).decode("ascii")


def download(package: Package, folder: Path) -> Path:
    """Let npm put the archive in ``folder``; raise VendorError unless its sha-512 is the pinned."""
    command = ["npm", "pack", f"{package.name}@{package.version}", "--json"]
    answer = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    filename: str = json.loads(answer.stdout)[0]["filename"]
    archive = folder / filename
    found = integrity_of(archive.read_bytes())
    if found != package.integrity:
        raise VendorError(f"{package.name} {package.version}: sha-512 is {found}")
    return archive


def extract(package: Package, archive: Path, target: Path) -> None:
    """Copy the wanted files out of the archive; raise VendorError if one is not there."""
    with tarfile.open(archive) as tar:
        for source, name in package.files.items():
            try:
                content = tar.extractfile(f"package/{source}")
            except KeyError:
                content = None
            if content is None:
                raise VendorError(f"{package.name} {package.version} has no file {source}")
            destination = target / package.into / name
            destination.parent.mkdir(parents=True, exist_ok=True)
            destination.write_bytes(content.read())


def vendored_files(target: Path) -> Iterator[Path]:
    """Yield every file below ``target`` in name order, the list of sums itself left out."""
    return (path for path in sorted(target.rglob("*")) if path.is_file() and path.name != SUMS)


def sums(target: Path) -> str:
    """Return one line a file, ``<sha-384>  <path>``, as ``sha384sum --check`` reads it."""
    return "".join(
        f"{hashlib.sha384(path.read_bytes()).hexdigest()}  {path.relative_to(target).as_posix()}\n"
        for path in vendored_files(target)
    )


def fetch(packages: list[Package], target: Path = TARGET) -> None:
    """Build the whole folder beside the old one, then put it in its place."""
    with tempfile.TemporaryDirectory() as scratch:
        folder, fresh = Path(scratch), Path(scratch) / "vendor"
        for package in packages:
            extract(package, download(package, folder), fresh)
        (fresh / SUMS).write_text(sums(fresh), "utf-8")
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(fresh, target)


def check(target: Path = TARGET) -> None:
    """Raise VendorError if a vendored file was changed, added or lost since it was fetched."""
    if (target / SUMS).read_text("utf-8") != sums(target):
        raise VendorError(f"{target.name}/ differs from its {SUMS}; run scripts/vendor.py again")


def main(arguments: list[str]) -> int:
    """Run the command; return 0 when all is as the manifest says, else 1 with the reason."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare only, without network")
    options = parser.parse_args(arguments)
    try:
        if not options.check:
            fetch(read_manifest())
        check()
    except (VendorError, OSError, subprocess.CalledProcessError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
