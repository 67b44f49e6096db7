"""Training and bulletins at a glance, and the same as tables for a spreadsheet: counts alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from grannsamverkan.core.i18n import format_month, lazy, local
from grannsamverkan.core.kept import Kept
from grannsamverkan.core.sheets import Cell
from grannsamverkan.core.work import Work
from grannsamverkan.desk import rules
from grannsamverkan.desk.queries import bulletin_figures, training_figures
from grannsamverkan.desk.queries.bulletin_figures import MessageFigures, Reached
from grannsamverkan.desk.queries.training_figures import Trained, TrainingFigures
from grannsamverkan.desk.queries.words import EDITION_STANDINGS
from grannsamverkan.messages.words import KIND_WORDS
from grannsamverkan.messages.workflow import BULLETIN
from grannsamverkan.training.rules import LANGUAGE_WORDS

MONTHS = 12
"""Own choice: a year, so that the same season can be told from a trend."""
AreaRow = tuple[str, Trained, Reached]


@dataclass(frozen=True)
class Glance:
    """Both rooms' figures, of the last `MONTHS` months where they are about a time."""

    months: Sequence[date]
    training: TrainingFigures
    messages: MessageFigures

    @property
    def areas(self) -> list[AreaRow]:
        """Each police area with its trained and its reach, by name; "" for no area, at the end."""
        return by_area(self.training.areas, self.messages.areas)


@dataclass(frozen=True)
class Sheet:
    """One table: the file's name, its columns' titles, and what makes its rows."""

    name: Any
    head: Sequence[Any]
    rows: Callable[[Work], Iterator[Sequence[Cell]]]


def glance(work: Work) -> Glance:
    """Everything on the page, for the reader's roles; kept while nothing is written."""
    return _GLANCES.of(work, work.actor.roles)


def _glance(work: Work) -> Glance:
    """By nine questions however much there is."""
    months = _months(work)
    return Glance(
        months,
        training_figures.figures(work, months),
        bulletin_figures.figures(work, months),
    )


_GLANCES = Kept(_glance)


def by_area(
    trained: Sequence[tuple[str, Trained]], reached: Sequence[tuple[str, Reached]]
) -> list[AreaRow]:
    """Both lists by their areas' names; an area that stands in one of them has nothing else."""
    of_training, of_messages = dict(trained), dict(reached)
    names = sorted(of_training | of_messages, key=lambda name: (not name, name))
    return [
        (name, of_training.get(name, Trained()), of_messages.get(name, Reached())) for name in names
    ]


def edition_rows(work: Work) -> Iterator[Sequence[Cell]]:
    """One row for each edition that has been put out."""
    for one in training_figures.editions(work):
        yield (
            one.title,
            str(LANGUAGE_WORDS.get(one.language, one.language)),
            str(EDITION_STANDINGS[one.standing].word),
            one.published_at,
            one.valid_until,
            one.material.sent,
            one.material.read,
            one.material.done,
        )


def bulletin_rows(work: Work) -> Iterator[Sequence[Cell]]:
    """One row for each bulletin, the newest first; of its reach what the reader follows."""
    for one in bulletin_figures.bulletins(work):
        reached = one.reached
        yield (
            one.title,
            str(KIND_WORDS[one.kind]),
            str(BULLETIN.word(one.state)),
            one.sent_at,
            one.valid_until,
            reached.groups,
            reached.persons,
            reached.read,
            reached.passed,
        )


def area_rows(work: Work) -> Iterator[Sequence[Cell]]:
    """One row for each police area."""
    found = by_area(training_figures.areas(work), bulletin_figures.areas(work, _months(work)[0]))
    for name, trained, reached in found:
        yield (
            name,
            trained.groups,
            trained.whole,
            trained.part,
            trained.none,
            trained.empty,
            trained.persons,
            trained.trained,
            trained.soon,
            trained.over,
            reached.groups,
            reached.persons,
            reached.read,
            reached.passed,
        )


def month_rows(work: Work) -> Iterator[Sequence[Cell]]:
    """One row for each month, the oldest first."""
    found = glance(work)
    for month in found.months:
        sent = found.messages.months[month]
        yield (
            format_month(month),
            found.training.months[month],
            sent.bulletins,
            sent.groups,
            sent.read,
            sent.passed,
        )


SHEETS: Mapping[str, Sheet] = {
    "utgavor": Sheet(
        lazy("Utbildningsmaterial"),
        (
            lazy("Material"),
            lazy("Språk"),
            lazy("Läge"),
            lazy("Utlagt"),
            lazy("Skickas till och med"),
            lazy("Har fått det"),
            lazy("Har bekräftat att de läst"),
            lazy("Klara"),
        ),
        edition_rows,
    ),
    "utskick": Sheet(
        lazy("Utskick"),
        (
            lazy("Utskick"),
            lazy("Handlar om"),
            lazy("Läge"),
            lazy("Skickat"),
            lazy("Gäller till och med"),
            lazy("Grupper som fick det"),
            lazy("Kontaktombud som fick det"),
            lazy("Har sagt att de har läst"),
            lazy("Grupper som fört vidare"),
        ),
        bulletin_rows,
    ),
    "omraden": Sheet(
        lazy("Polisområden"),
        (
            lazy("Polisområde"),
            lazy("Grupper"),
            lazy("Alla utbildade"),
            lazy("Några utbildade"),
            lazy("Ingen utbildad"),
            lazy("Utan kontaktombud"),
            lazy("Kontaktombud"),
            lazy("Utbildade"),
            lazy("Går snart ut"),
            lazy("Har gått ut"),
            lazy("Grupper som fått utskick, 12 månader"),
            lazy("Kontaktombud som fått utskick, 12 månader"),
            lazy("Har sagt att de har läst något, 12 månader"),
            lazy("Grupper som fört något vidare, 12 månader"),
        ),
        area_rows,
    ),
    "manader": Sheet(
        lazy("Månader"),
        (
            lazy("Månad"),
            lazy("Gick utbildningen"),
            lazy("Utskick"),
            lazy("Leveranser till grupper"),
            lazy("Bekräftade läsningar"),
            lazy("Förda vidare"),
        ),
        month_rows,
    ),
}


def _months(work: Work) -> list[date]:
    return rules.months_back(local(work.now).date(), MONTHS)
