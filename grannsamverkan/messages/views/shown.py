"""What pages show of a bulletin: its words in the reader's language, and marked warnings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from grannsamverkan.core.i18n import current_language, local
from grannsamverkan.core.work import Work
from grannsamverkan.messages import rules
from grannsamverkan.messages.models import Bulletin
from grannsamverkan.messages.rules import guard
from grannsamverkan.messages.rules.guard import Finding


@dataclass(frozen=True)
class Words:
    """Title, paragraphs and correction in one language; `language` is that of title and text."""

    language: str
    title: str
    paragraphs: Sequence[str]
    correction: Sequence[str]
    correction_language: str


def words(bulletin: Bulletin, language: str | None = None) -> Words:
    """A bulletin's words for a reader of `language`, or of the page's own."""
    wanted = language or current_language()
    spoken, title = rules.version(wanted, bulletin.title, bulletin.title_en)
    text = rules.version(wanted, bulletin.text, bulletin.text_en)[1]
    corrected, correction = rules.version(wanted, bulletin.correction, bulletin.correction_en)
    return Words(spoken, title, rules.paragraphs(text), rules.paragraphs(correction), corrected)


def versions(bulletin: Bulletin) -> Iterator[Words]:
    """The bulletin in each language that it was written in."""
    yield words(bulletin, "sv")
    if bulletin.title_en:
        yield words(bulletin, "en")


@dataclass(frozen=True)
class Marked:
    """A text with the guard's findings in it."""

    field: str
    parts: Sequence[tuple[str, Finding | None]]
    findings: Sequence[Finding]


def marked(fields: Mapping[str, str], found: Sequence[Finding]) -> list[Marked]:
    """The texts in which something was found, each with its words marked."""
    made = []
    for name, text in fields.items():
        own = [finding for finding in found if finding.field == name]
        if own:
            made.append(Marked(name, list(guard.marked(text, own)), own))
    return made


def texts(bulletin: Bulletin) -> dict[str, str]:
    """The texts of a bulletin that the guard reads."""
    names = ("title", "text", "title_en", "text_en")
    return {name: getattr(bulletin, name) for name in names}


def today(work: Work) -> date:
    """The day on the wall in Sweden."""
    return local(work.now).date()
