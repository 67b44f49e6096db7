"""Decisions about training: questions and answers, links and files. Pure."""

import re
import tomllib
import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from grannsamverkan.core.i18n import lazy
from grannsamverkan.training.errors import PdfFault, QuestionFault

QUESTIONS = 3
"""So many questions a course needs at least, and asks unless its edition says otherwise."""
MOST_QUESTIONS = 40
"""So many questions a bank holds. Our own choice: more than anybody writes."""
LEAST_OPTIONS = 3
MOST_OPTIONS = 4
LONGEST_URL = 500
LARGEST_FILE = 20 * 1024 * 1024
"""Bytes. Our own choice: some 200 illustrated pages, and still quick on a phone."""
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
RIGHT_TO_LEFT = frozenset({"ar"})
STARTER = Path(__file__).parent.parent / "starter.toml"


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


def file_name(title: str) -> str:
    """A file name for a download, made of the title's own letters: "Om ombud?" → "om-ombud.pdf"."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")
    return f"{words or 'utbildning'}.pdf"


# The header stands first and the end mark last: a file that is two formats at once fails one.
_HEADER = b"%PDF-"
_END = b"%%EOF"
_END_WITHIN = 1024
_ACTIVE = (b"/JavaScript", b"/Launch", b"/EmbeddedFile")
_SHORT_ACTIVE = re.compile(rb"/JS(?![A-Za-z0-9])")
_STREAM_BEGINS = re.compile(rb"stream\r?\n")
_STREAM_ENDS = b"endstream"
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_DICTIONARY_REACH = 400
_MOST_UNPACKED = 32 * 1024 * 1024


def pdf_fault(body: bytes) -> PdfFault | None:
    """Why these bytes are not taken as a PDF, or None.

    Looks for scripts, programs to start and files inside files by their names, with #xx written
    out, in the raw bytes and in object streams packed by Flate. Not seen: names in object streams
    with another filter or a predictor, and whatever a reader makes of a damaged file. Therefore
    the file is never opened here, and goes out as an attachment in a sandbox.
    """
    if not body:
        return "empty"
    if len(body) > LARGEST_FILE:
        return "too_large"
    if not body.startswith(_HEADER):
        return "not_pdf"
    if _END not in body[-_END_WITHIN:]:
        return "cut_off"
    return _content_fault(body)


def _content_fault(body: bytes) -> PdfFault | None:
    plain = _written_out(body)
    if b"/Encrypt" in plain:
        return "encrypted"
    unpacked = _unpacked_objects(body)
    if unpacked is None:
        return "swelling"
    long_names = any(name in place for place in (plain, unpacked) for name in _ACTIVE)
    # Three letters turn up by chance in packed pictures, so these are left out for them.
    short_name = _SHORT_ACTIVE.search(_outside_streams(plain) + unpacked)
    return "active" if long_names or short_name else None


def _written_out(part: bytes) -> bytes:
    return _HEX.sub(lambda hit: bytes([int(hit[1], 16)]), part)


def _outside_streams(body: bytes) -> bytes:
    # Split instead of one expression over all: that takes hours on a file made for it.
    *before, last = body.split(_STREAM_ENDS)
    return b" ".join([*(_STREAM_BEGINS.split(part, 1)[0] for part in before), last])


def _unpacked_objects(body: bytes) -> bytes | None:
    """The object streams of a PDF, unpacked; None if they swell beyond all reason."""
    found: list[bytes] = []
    left = _MOST_UNPACKED
    for packed in _object_streams(body):
        unpacker = zlib.decompressobj()
        try:
            part = unpacker.decompress(packed, left)
        except zlib.error:
            continue
        left -= len(part)
        if left <= 0:
            return None
        found.append(_written_out(part))
    return b" ".join(found)


def _object_streams(body: bytes) -> Iterator[bytes]:
    for part in body.split(_STREAM_ENDS)[:-1]:
        begin = _STREAM_BEGINS.search(part)
        if begin is None:
            continue
        dictionary = part[max(0, begin.start() - _DICTIONARY_REACH) : begin.start()]
        if b"/ObjStm" in _written_out(dictionary):
            yield part[begin.end() :]


def is_out_of_date(until: date | None, today: date) -> bool:
    """True for an edition past its last day; it is not sent any more."""
    return until is not None and until < today


@dataclass(frozen=True)
class About:
    """What is said of the material beside its name: whose it is, and on which days it is sent.

    `trains`: it is the contact persons' training, with questions.
    """

    minutes: int | None = None
    owner: str = ""
    licence: str = ""
    valid_from: date | None = None
    valid_until: date | None = None
    trains: bool = True


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


@dataclass(frozen=True)
class Starter:
    """The product's own short material, to begin with before the municipality has its own."""

    title: str
    language: str
    description: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    questions: tuple[Question, ...]


def load_starter(path: Path = STARTER) -> Starter:
    """Read the starter material; ValueError if one of its questions cannot be asked."""
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    questions = tuple(Question.read(entry) for entry in data["question"])
    if len(questions) != QUESTIONS or any(question_fault(question) for question in questions):
        raise ValueError(f"{path.name}: {QUESTIONS} sound questions are needed")
    return Starter(
        data["title"],
        data["language"],
        data["description"],
        tuple(_section(entry) for entry in data["section"]),
        questions,
    )


def _section(entry: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    paragraphs: Iterable[str] = entry["paragraphs"]
    return entry["heading"], tuple(" ".join(text.split()) for text in paragraphs)
