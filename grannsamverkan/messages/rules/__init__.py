"""Decisions about bulletins: what they say, who is written to when, how far they came. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from grannsamverkan.accounts.rules.mailing import FREQUENCIES

KINDS = ("crime", "prevention", "meeting")
AIMS = ("area", "police_areas", "groups")
CHANNELS = ("chat", "board", "told")
"""Text copied into the group's own chat or mail list, a notice on the board, or told by mouth."""
WAYS = FREQUENCIES
LONGEST_LIFE = timedelta(days=180)
"""Own choice: what holds for longer is no news but material, and belongs to the training."""
LONGEST_TEXT = 4000
"""Own choice: about a page. A notice on a board is one sheet."""
NOTED_AGAIN_AFTER = timedelta(minutes=1)
"""Own choice: a press that comes so soon after the same one is the same press."""
LARGEST_AREA_M2 = 2_000_000_000.0
"""Own choice: 2 000 km², more than most municipalities; a group's own area is far smaller."""


@dataclass(frozen=True)
class Said:
    """What a bulletin says. English may be empty; then the Swedish text goes to everybody."""

    kind: str
    title: str
    text: str
    valid_until: date
    urgent: bool = False
    title_en: str = ""
    text_en: str = ""

    @property
    def half_english(self) -> bool:
        """True if only one of the English title and text is there."""
        return bool(self.title_en) != bool(self.text_en)


@dataclass(frozen=True)
class Number:
    """How many a bulletin would reach: groups, contact persons, and groups that have none."""

    groups: int
    persons: int
    empty: int = 0
    outside: int = 0
    """Groups in the drawn area that another police area answers for."""

    @property
    def counted(self) -> tuple[int, int]:
        """What is shown and confirmed."""
        return self.groups, self.persons


@dataclass(frozen=True)
class Reach:
    """How far a bulletin has come, in counts alone.

    `mailed` is what the mail server has taken, which is not yet what has arrived; `waiting` is on
    its way or in the next daily mail; `on_page` gets no mail by own choice; `left` were no contact
    persons any more when their turn came. `channels` are groups by channel, `passed` by any.
    """

    groups: int = 0
    persons: int = 0
    mailed: int = 0
    refused: int = 0
    on_page: int = 0
    left: int = 0
    read: int = 0
    passed: int = 0
    channels: dict[str, int] = field(default_factory=dict)

    @property
    def waiting(self) -> int:
        """Persons whose mail is still to come."""
        return max(0, self.persons - self.mailed - self.refused - self.on_page - self.left)


def way(frequency: str, *, urgent: bool) -> str:
    """When somebody is written to: what is urgent goes at once, whatever was chosen."""
    return "at_once" if urgent else frequency


def is_over(valid_until: date, today: date) -> bool:
    """True from the day after the last one."""
    return today > valid_until


def day_fits(valid_until: date, today: date) -> bool:
    """True for a last day that has not passed and is not too far away."""
    return today <= valid_until <= today + LONGEST_LIFE


def paragraphs(text: str) -> list[str]:
    """The text by its empty lines; single line breaks stay in their paragraph."""
    parts = (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))
    return [part for part in parts if part]


def version(language: str, swedish: str, english: str) -> tuple[str, str]:
    """(language, text) of what a reader of `language` gets: English only where it was written."""
    return ("en", english) if language == "en" and english else ("sv", swedish)


def copied(title: str, parts: Iterable[str], link: str) -> str:
    """The text for a chat: title, paragraphs, and where it can be checked."""
    return "\n\n".join((title, *parts, link))
