"""Decisions about training: questions and answers, links and files. Pure."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from grannsamverkan.core.i18n import lazy
from grannsamverkan.training.errors import QuestionFault

QUESTIONS = 3
"""So many questions a course needs at least, and asks unless its edition says otherwise."""
MOST_QUESTIONS = 40
"""So many questions a bank holds. Our own choice: more than anybody writes."""
LEAST_OPTIONS = 3
MOST_OPTIONS = 4
LONGEST_URL = 500
LONGEST_PAGE = 30_000
"""Letters of a page written here. Our own choice: a quarter of an hour's reading and more."""
LINK_LIFE = timedelta(days=90)
"""How long a personal link works. Our own choice: a season, and the link can be sent again."""
LANGUAGE_WORDS = {
    "sv": lazy("Svenska"),
    "sv-lätt": lazy("Lätt svenska"),
    "en": lazy("Engelska"),
    "ar": lazy("Arabiska"),
    "so": lazy("Somaliska"),
    "fi": lazy("Finska"),
}
AUDIENCE_WORDS = {
    "contacts": lazy("Kontaktombud"),
    "everyone": lazy("Alla, även utan konto"),
    "staff": lazy("Bara personal"),
}
KIND_WORDS = {
    "pdf": lazy("PDF att läsa"),
    "form": lazy("Blankett att skriva ut"),
    "film": lazy("Film"),
    "page": lazy("Sida att läsa"),
    "link": lazy("Länk till en annan webbplats"),
    "course": lazy("Kurs"),
}
RIGHT_TO_LEFT = frozenset({"ar"})


@dataclass(frozen=True)
class Question:
    """One question: `right` is the place of the right option, `why` is told with the answer."""

    text: str
    options: tuple[str, ...]
    right: int
    why: str

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "Question":
        """The question as it was kept by `keep`."""
        return cls(data["text"], tuple(data["options"]), data["right"], data["why"])

    def keep(self) -> dict[str, Any]:
        """Plain values for a JSON column."""
        return {
            "text": self.text,
            "options": list(self.options),
            "right": self.right,
            "why": self.why,
        }


def question_fault(question: Question) -> QuestionFault | None:
    """Why a question cannot be asked, or None."""
    if len(question.options) < LEAST_OPTIONS:
        return "few_options"
    if len(question.options) > MOST_OPTIONS:
        return "many_options"
    if len({option.casefold() for option in question.options}) < len(question.options):
        return "same_options"
    return None if 0 <= question.right < len(question.options) else "no_right_option"


def fits(questions: Sequence[Question], answers: Sequence[int]) -> bool:
    """True if there is one answer for each question, and it is one of its options."""
    return len(answers) == len(questions) and all(
        0 <= answer < len(question.options)
        for question, answer in zip(questions, answers, strict=True)
    )


def wrong_places(questions: Sequence[Question], answers: Sequence[int]) -> list[int]:
    """The places (from 0) of the questions that were answered wrongly."""
    pairs = zip(questions, answers, strict=True)
    return [place for place, (question, answer) in enumerate(pairs) if answer != question.right]


def is_passed(questions: Sequence[Question], answers: Sequence[int], wanted: int) -> bool:
    """True if at least `wanted` answers are right, or all where there are fewer questions."""
    right = len(questions) - len(wrong_places(questions, answers))
    return right >= min(wanted, len(questions))


def link_host(url: str) -> str | None:
    """The host that an http(s) address leads to; None if it is no plain web address.

    Names and passwords in front of the host are refused: they dress up one host as another.
    """
    if (
        len(url) > LONGEST_URL
        or "\\" in url
        or any(c.isspace() or not c.isprintable() for c in url)
    ):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port  # raises ValueError for a port that is no number
    except ValueError:
        return None
    plain = parts.scheme in {"http", "https"} and "@" not in parts.netloc
    return parts.hostname if plain and parts.hostname else None


def file_name(title: str, ending: str = "pdf") -> str:
    """A file name for a download, made of the title's own letters: "Om ombud?" → "om-ombud.pdf"."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")
    return f"{words or 'utbildning'}.{ending}"


def is_out_of_date(until: date | None, today: date) -> bool:
    """True for an edition past its last day; it is not sent any more."""
    return until is not None and until < today


@dataclass(frozen=True)
class About:
    """What is said of the material beside its name: whose it is, and on which days it is sent.

    `trains`: it is the contact persons' training, with questions. `audience`: who finds it.
    """

    minutes: int | None = None
    owner: str = ""
    licence: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    trains: bool = True
    audience: str = "contacts"


@dataclass(frozen=True)
class Progress:
    """How far the material has come to a person, as plain facts.

    `over`: what the person did has passed its last day; `offered` then means the renewal.
    """

    trained: bool = False
    over: bool = False
    offered: bool = False
    mailed: bool = False
    mail_sent: bool = False
    mail_dead: bool = False
    read: bool = False
    expired: bool = False


def standing(progress: Progress) -> str:
    """One word for it, a key of `workflow.STANDINGS`. An opened link is no proof of anything."""
    ladder = (
        ("done", progress.trained and not progress.over),
        ("over", progress.over and not progress.offered),
        ("none", not progress.offered),
        ("expired", progress.expired),
        ("read", progress.read),
        ("started", not progress.mailed),
        ("refused", progress.mail_dead),
        ("sent", progress.mail_sent),
    )
    return next((word for word, holds in ladder if holds), "queued")
