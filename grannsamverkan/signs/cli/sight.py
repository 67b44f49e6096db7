"""The commands `grannsamverkan sight …`: does a sign on a post hide anything?"""

import json
import math
import os
import re
import sys
from dataclasses import replace
from typing import Any

import click

from grannsamverkan.core.errors import DomainError
from grannsamverkan.core.i18n import _
from grannsamverkan.core.work import Runtime, Work
from grannsamverkan.geometry.plane import OutsidePlane
from grannsamverkan.geometry.sight.model import Answer, Plate
from grannsamverkan.places import queries as places
from grannsamverkan.places.jobs import checked_posts
from grannsamverkan.places.queries import posts as post_queries
from grannsamverkan.places.queries import sight as queries
from grannsamverkan.signs.words import VERDICT_WORDS
from grannsamverkan.signs.words import sight as words

_PLACE = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*,\s*(-?\d{1,3}(?:\.\d+)?)\s*")

_MUNICIPALITY = click.option("--municipality", "slug", help="Which one, by its short name.")


class _Finite(click.FloatRange):
    """A number in a range; `nan` lies in none."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        number: float = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is not a number.", param, ctx)
        return number


@click.group()
def sight() -> None:
    """Does a sign on a post hide anything in traffic?"""


@sight.command()
@click.option(
    "--post",
    "where",
    required=True,
    help='Its number, its id in the map, or "latitude,longitude".',
)
@click.option("--lower-edge", type=_Finite(0.05, 10), help="Metres above the ground.")
@click.option("--width", type=_Finite(0.05, 5), help="Metres.")
@click.option("--height", type=_Finite(0.05, 5), help="Metres.")
@click.option("--azimuth", type=_Finite(0, 360), help="Where its face looks, degrees from north.")
@click.option("--error", type=_Finite(0, 50), help="How far the place may be wrong, metres.")
@click.option("--kerb", type=_Finite(0, 50), help="From the post to the carriageway, measured.")
@click.option("--json", "as_json", is_flag=True, help="All of the answer, with its drawings.")
@_MUNICIPALITY
@click.pass_obj
def check(
    runtime: Runtime, /, where: str, slug: str | None, as_json: bool, **stated: float | None
) -> None:
    """Check one sign. What is not stated is as the municipality plans its signs."""
    try:
        with runtime.reading() as work:
            municipality_id = places.chosen_municipality(work, slug).id
            plate = _plate(work, municipality_id, where)
            given: dict[str, Any] = {k: value for k, value in stated.items() if value is not None}
            answer = queries.answer_for(work, municipality_id, replace(plate, **given))
            sources = queries.sources(work, municipality_id)
    except DomainError as error:
        raise click.ClickException(str(error) or _("Kommunen finns inte.")) from error
    if as_json:
        click.echo(json.dumps(words.document(answer, sources), ensure_ascii=False))
    else:
        click.echo("\n".join(_lines(answer)))


@sight.command("check-all")
@click.option("--processes", default=os.cpu_count() or 1, type=click.IntRange(1, 256))
@_MUNICIPALITY
@click.pass_obj
def check_all(runtime: Runtime, slug: str | None, processes: int) -> None:
    """Check every post of a municipality whose answer is old; goes on where it stopped."""
    try:
        with runtime.reading() as work:
            municipality_id = places.chosen_municipality(work, slug).id
            waiting = len(queries.old_posts(work, municipality_id))
    except DomainError as error:
        raise click.ClickException(_("Kommunen finns inte.")) from error
    with click.progressbar(length=waiting, file=sys.stderr) as shown:
        for done in checked_posts(runtime, municipality_id, processes):
            shown.update(done - shown.pos)
    with runtime.reading() as work:
        for verdict, number in queries.counts(work, municipality_id).items():
            click.echo(f"{VERDICT_WORDS[verdict]}: {number}")


def _plate(work: Work, municipality_id: int, where: str) -> Plate:
    found = _PLACE.fullmatch(where)
    if found is None:
        post = post_queries.post_called(work, municipality_id, where)
        if post is None:
            raise click.ClickException(_("Det finns ingen stolpe med det numret."))
        return queries.planned_plate(work, post)
    lat, lon = map(float, found.groups())
    try:
        x, y = places.plane_of(work, municipality_id).to_metric(lon, lat)
    except OutsidePlane as error:
        raise click.ClickException(_("Positionen ligger långt utanför kommunen.")) from error
    return queries.place_plate(work, municipality_id, x, y)


def _lines(answer: Answer) -> list[str]:
    lines = [str(VERDICT_WORDS[answer.verdict])]
    lines += [f"  {VERDICT_WORDS[one.verdict]}: {words.sentence(one)}" for one in answer.found]
    lines += [f"  ? {words.missing_sentence(one)}" for one in answer.missing]
    if answer.verdict != "ok" and answer.ok_from is not None:
        lines.append(_("Går bra från %(metres)s m.", metres=answer.ok_from))
    return lines
