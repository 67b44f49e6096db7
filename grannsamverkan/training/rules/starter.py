"""The product's own course, which a municipality begins with: its parts and its questions. Pure."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grannsamverkan.training.rules import MOST_QUESTIONS, Question, question_fault

FOLDER = Path(__file__).parent.parent / "starter"
LANGUAGES = ("sv", "en")


@dataclass(frozen=True)
class StarterModule:
    """One part: a page in the markup of `notices.rules`, and how many minutes it takes."""

    title: str
    description: str
    minutes: int
    text: str


@dataclass(frozen=True)
class Starter:
    """The course in one language; each try draws `draw` questions, `pass_mark` must be right."""

    title: str
    language: str
    description: str
    owner: str
    draw: int
    pass_mark: int
    modules: tuple[StarterModule, ...]
    questions: tuple[Question, ...]


def load_starter(language: str, folder: Path = FOLDER) -> Starter:
    """Read the course; ValueError if one of its questions cannot be asked, or there are too few."""
    data = tomllib.loads((folder / f"{language}.toml").read_text(encoding="utf-8"))
    questions = tuple(Question.read(entry) for entry in data["question"])
    unsound = [one.text for one in questions if question_fault(one)]
    if unsound or not data["draw"] <= len(questions) <= MOST_QUESTIONS:
        raise ValueError(f"{language}.toml: its questions cannot be asked {unsound}")
    return Starter(
        title=data["title"],
        language=language,
        description=data["description"],
        owner=data["owner"],
        draw=data["draw"],
        pass_mark=data["pass_mark"],
        modules=tuple(map(_module, data["module"])),
        questions=questions,
    )


def _module(entry: Mapping[str, Any]) -> StarterModule:
    return StarterModule(
        entry["title"], entry["description"], entry["minutes"], entry["text"].strip()
    )
