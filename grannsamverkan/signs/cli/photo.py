"""The commands `grannsamverkan photo …`: what the product sees in photos, and how well."""

import importlib
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from grannsamverkan.core.work import Runtime
from grannsamverkan.imaging import Refused
from grannsamverkan.imaging.evaluation import Figure
from grannsamverkan.imaging.looker import LookFailed
from grannsamverkan.imaging.whole import look_at, report
from grannsamverkan.signs.queries import evidence

SUBJECTS = ("intake", "privacy", "signs", "height", "rust")
EVALUATION = "grannsamverkan.imaging.evaluation"
_FILES = click.Path(exists=True, path_type=Path)


@click.group()
def photo() -> None:
    """What the product sees in photos."""


@photo.command()
@click.argument("paths", nargs=-1, required=True, type=_FILES)
@click.option("--json", "as_json", is_flag=True, help="The whole report, a JSON object a line.")
@click.pass_obj
def check(runtime: Runtime, paths: Sequence[Path], as_json: bool) -> None:
    """Look at photos, or at all files of a folder, and say what is found."""
    files = [file for path in paths for file in _files(path)]
    faults = 0
    with click.progressbar(files, file=sys.stderr) as shown:
        for file in shown:
            found = _report(runtime, file)
            faults += "failed" in found
            click.echo(json.dumps(found, ensure_ascii=False) if as_json else _line(found))
    if faults:
        raise click.ClickException(f"{faults} of {len(files)} photos could not be looked at.")


@photo.command()
@click.argument("source", type=_FILES)
@click.argument("target", type=click.Path(path_type=Path))
@click.pass_obj
def redact(runtime: Runtime, source: Path, target: Path) -> None:
    """Write the picture of SOURCE that may be shown to TARGET: faces, vehicles and texts covered,
    no metadata."""
    try:
        _intake, looked = look_at(source.read_bytes(), runtime.look, evidence.samples())
    except (Refused, LookFailed) as error:
        raise click.ClickException(f"{source}: {error}") from error
    target.write_bytes(looked.master)


@photo.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--subject", multiple=True, type=click.Choice(SUBJECTS), help="Only these.")
@click.option("--every", default=1, show_default=True, type=click.IntRange(1), help="Each n-th.")
def evaluate(folder: Path, subject: Sequence[str], every: int) -> None:
    """Measure the checks on the labelled sets in FOLDER, and print a table of figures."""
    missed = 0
    for figure in _figures(subject or SUBJECTS, folder, every):
        click.echo(_row(figure))
        missed += not figure.reached
    if missed:
        raise click.ClickException(f"{missed} figures were not reached.")


def _files(path: Path) -> list[Path]:
    return sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def _report(runtime: Runtime, file: Path) -> dict[str, Any]:
    try:
        return {"file": str(file), **report(file.read_bytes(), runtime.look, evidence.samples())}
    except LookFailed as failed:
        return {"file": str(file), "failed": failed.why}


def _line(found: dict[str, Any]) -> str:
    """The report in one line for people."""
    if why := found.get("refused") or found.get("failed"):
        return f"{found['file']}: {why}"
    seen = found["evidence"]
    parts = [f"{found['format']} {found['width']}x{found['height']}"]
    parts += [f"{one['check']} {one['verdict']}" for one in found["checks"]]
    parts += ["sign found" if seen["sign"] else "no sign found", f"{len(seen['covered'])} covered"]
    if height := seen["lower_edge"]:
        parts.append(f"lower edge {height['lower_edge_m']:.2f} m ± {height['error_m']:.2f}")
    if seen["rust"] and seen["rust"]["probability"] is not None:
        parts.append(f"rust {seen['rust']['probability']:.0%}")
    return f"{found['file']}: {', '.join(parts)}"


def _figures(subjects: Sequence[str], folder: Path, every: int) -> Iterator[Figure]:
    # By name and late: they load networks, which no other command needs.
    for subject in subjects:
        yield from importlib.import_module(f"{EVALUATION}.{subject}").figures(folder, every)


def _row(figure: Figure) -> str:
    low, high = figure.interval or (None, None)
    span = "" if low is None else f" ({low:.3f} to {high:.3f})"
    wanted = [("least", figure.least), ("most", figure.most), ("aim", figure.aim)]
    asked = ", ".join(f"{word} {value:g}" for word, value in wanted if value is not None)
    mark = "" if figure.reached else "  MISSED"
    return (
        f"{figure.name:<60} {figure.value:8.3f} {figure.unit:<6}"
        f" n {figure.n:<5}{span}  {asked}{mark}{'  ' + figure.note if figure.note else ''}"
    )
