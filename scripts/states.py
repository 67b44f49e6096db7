"""Writes docs/states.md from the step tables: python scripts/states.py."""

from pathlib import Path

from grannsamverkan.core.workflow import Workflow
from grannsamverkan.groups.workflow import GROUP
from grannsamverkan.messages.workflow import BULLETIN
from grannsamverkan.signs.workflow import ORDER, PRINTED, SIGN
from grannsamverkan.training.workflow import EDITION

FILE = Path(__file__).resolve().parents[1] / "docs" / "states.md"
HEAD = """# States and steps

Made from the step tables by `python scripts/states.py`; a test holds it up to date. A step marked
with a pen needs a reason.
"""


def describe(title: str, workflow: Workflow) -> str:
    """One kind of thing: its states, and the steps between them."""
    lines = [f"## {title}", "", "| state | word | meaning |", "| --- | --- | --- |"]
    lines += [f"| `{n}` | {s.word} | {s.meaning} |" for n, s in workflow.states.items()]
    lines += ["", "| step | button | from | to | who |", "| --- | --- | --- | --- | --- |"]
    for step in workflow.steps.values():
        sources = ", ".join(f"`{source}`" for source in sorted(step.sources))
        pen = " ✎" if step.needs_reason else ""
        right = f"`policy.{step.right.__name__}`"
        lines.append(
            f"| `{step.name}`{pen} | {step.text} | {sources} | `{step.target}` | {right} |"
        )
    return "\n".join(lines) + "\n"


def text() -> str:
    """The whole file."""
    parts = (
        ("A group", GROUP),
        ("A sign", SIGN),
        ("An order", ORDER),
        ("An order of printed matter", PRINTED),
        ("An edition of the training", EDITION),
        ("A bulletin", BULLETIN),
    )
    return "\n".join([HEAD, *(describe(title, workflow) for title, workflow in parts)])


if __name__ == "__main__":
    FILE.write_text(text())
