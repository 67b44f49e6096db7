"""Ready-made reasons as they ship (`reasons.toml`). Pure."""

import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from grannsamverkan.core import i18n

OUTCOMES = ("ask_completion", "order_correction", "order_take_down", "refuse_place")
PARTS = ("title", "reason", "remedy", "rule")


@dataclass(frozen=True)
class Wording:
    """One language of a ready-made reason; `remedy` is one step a line."""

    title: str
    reason: str
    remedy: str
    rule: str


@dataclass(frozen=True)
class Reason:
    """A ready-made reason in every language. `is_own` tells a municipality's from a shipped one."""

    code: str
    outcome: str
    wordings: Mapping[str, Wording]
    source: str
    is_own: bool = False
    used: bool = True

    @property
    def here(self) -> Wording:
        """The wording in the reader's language."""
        return self.wordings[i18n.current_language()]


def as_json(reasons: Iterable[Reason]) -> str:
    """What a page's script fills in when a ready-made reason is chosen, by code."""
    said = {
        one.code: {
            "title": one.here.title,
            "outcome": one.outcome,
            "reason": one.here.reason,
            "remedy": one.here.remedy,
        }
        for one in reasons
    }
    return json.dumps(said)


@cache
def shipped() -> Mapping[str, Reason]:
    """The starter set by code, in its own order."""
    path = Path(__file__).parent.parent / "reasons.toml"
    raw = tomllib.loads(path.read_text("utf-8"))
    return {code: _reason(code, row) for code, row in raw.items()}


def _reason(code: str, row: Mapping[str, str]) -> Reason:
    wordings = {language: _wording(language, row) for language in i18n.LANGUAGES}
    return Reason(code, row["outcome"], wordings, row["source"])


def _wording(language: str, row: Mapping[str, str]) -> Wording:
    with i18n.speaking(language):
        return Wording(*(i18n.gettext(row[part]).strip() for part in PARTS))
