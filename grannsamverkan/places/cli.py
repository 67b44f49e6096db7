"""The commands `grannsamverkan places …`."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from grannsamverkan.core.errors import DomainError
from grannsamverkan.core.i18n import _
from grannsamverkan.core.work import Runtime
from grannsamverkan.geometry.columns import KINDS_OF_ROWS, Reading
from grannsamverkan.geometry.ground import ColumnsUnclear, Tell
from grannsamverkan.places import errors, queries, words
from grannsamverkan.places.usecases import imports
from grannsamverkan.places.usecases.imports import Imported
from grannsamverkan.places.usecases.shelves import Tally

STEPS = 1000


@click.group()
def places() -> None:
    """The ground: roads, houses, addresses and posts."""


@places.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--municipality", "slug", help="Which municipality, by its short name in addresses.")
@click.option(
    "--what",
    type=click.Choice(KINDS_OF_ROWS),
    default="posts",
    show_default=True,
    help="What the rows of a layer or a list are.",
)
@click.option("--layer", default="", help="Which layer, where a file has several.")
@click.option("--epsg", type=int, help="The coordinates' system, where the file does not say it.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="MEANING=NAME",
    help="Which column holds what, as number=STOLP_NR; nothing after = for none.",
)
@click.option(
    "--accuracy",
    type=click.FloatRange(0, 100),
    metavar="METRES",
    help="How far the posts may stand from where the file says.",
)
@click.option("--swap-axes", "swap", is_flag=True, help="North and east are the other way round.")
@click.option("--far", is_flag=True, help="The file is about a place far from the map, and may be.")
@click.option("--gone", is_flag=True, help="Most posts are gone, and really are.")
@click.option("--ask/--no-ask", default=None, help="Ask for columns; on a terminal by default.")
@click.pass_obj
def import_command(
    runtime: Runtime,
    /,
    file: Path,
    slug: str | None,
    far: bool,
    gone: bool,
    ask: bool | None,
    **options: Any,
) -> None:
    """Read FILE: OpenStreetMap (.osm, .osm.gz, .osm.pbf), or posts, roads, paths, signs or
    addresses as a list (.csv) or a layer (.gpkg, .geojson, .shp).

    What the same file brought before is brought up to date; if anything is wrong nothing changes.
    """
    if ask is None:
        ask = sys.stdin.isatty()
    reading = Reading(**{**options, "columns": _told(options["columns"])})
    while True:
        try:
            imported = _import(runtime, file, slug, reading, far=far, gone=gone)
            break
        except ColumnsUnclear as unclear:
            if not ask:
                raise click.ClickException(str(errors.columns_unclear(unclear))) from unclear
            reading = replace(reading, columns={**reading.columns, **_asked(unclear)})
        except DomainError as error:
            raise click.ClickException(str(error) or _("Kommunen finns inte.")) from error
    for line in report(imported):
        click.echo(line)


def _import(
    runtime: Runtime, file: Path, slug: str | None, reading: Reading, **sure: bool
) -> Imported:
    with _progress() as tell, runtime.work() as work:
        municipality = queries.chosen_municipality(work, slug)
        return imports.import_file(work, municipality, file, reading, tell=tell, **sure)


@contextmanager
def _progress() -> Iterator[Tell]:
    """A bar on the terminal, if there is one, that never goes back."""
    with click.progressbar(length=STEPS, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:
        yield lambda share: bar.update(max(0, round(share * STEPS) - bar.pos))


def _told(columns: Sequence[str]) -> Mapping[str, str]:
    for one in columns:
        if "=" not in one:
            raise click.BadParameter("MEANING=NAME", param_hint="--column")
    return dict(one.split("=", 1) for one in columns)


def _asked(unclear: ColumnsUnclear) -> dict[str, str]:
    """Let somebody choose the column of each meaning that is missing; blank for none."""
    click.echo(_("Kolumnerna i filen heter: %(columns)s.", columns=", ".join(unclear.columns)))
    answers: dict[str, str] = {}
    for group in unclear.missing:
        for way in group.split("|"):
            given = dict.fromkeys(way.split("+"), "")
            for meaning in given:
                given[meaning] = _ask(meaning, unclear.columns)
                if not given[meaning]:
                    break
            answers |= given
            if all(given.values()):
                break
    return answers


def _ask(meaning: str, columns: Sequence[str]) -> str:
    while True:
        answer: str = click.prompt(
            _("Vilken kolumn är %(meaning)s?", meaning=words.meaning(meaning)),
            default="",
            show_default=False,
            prompt_suffix=" ",
        )
        if not answer or answer in columns:
            return answer


def report(imported: Imported) -> list[str]:
    """The import in words, one line each."""
    lines = [_("Källa: %(name)s", name=imported.source.name)]
    lines += [
        _counted(words.imported(kind), tally)
        for kind, tally in imported.tallies.items()
        if tally.standing or tally.gone
    ]
    if imported.skipped:
        passed = ", ".join(
            f"{words.skipped(why)} {count}" for why, count in sorted(imported.skipped.items())
        )
        lines.append(_("Överhoppat: %(things)s", things=passed))
    if imported.in_water:
        some = ", ".join(imported.in_water_named)
        warning = _(
            "Varning: %(count)s stolpar står i vatten, bland dem %(some)s. Stämmer läget?",
            count=imported.in_water,
            some=some,
        )
        lines.append(warning)
    return lines


def _counted(kind: str, tally: Tally) -> str:
    numbers = _(
        "%(added)s nya, %(changed)s ändrade, %(gone)s borta, %(unchanged)s som förut",
        added=tally.added,
        changed=tally.changed,
        gone=tally.gone,
        unchanged=tally.unchanged,
    )
    return f"{kind}: {numbers}"
