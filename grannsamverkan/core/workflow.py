"""State changes: one step table per kind of thing, and the engine that walks it.

The engine checks right, then state, then reason; then it changes the state and writes the log.
Buttons come from the same table, so a page cannot offer what the engine refuses.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from grannsamverkan.core import audit
from grannsamverkan.core.actor import Actor
from grannsamverkan.core.errors import Conflict, InvalidInput
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.work import Work

TONES = ("primary", "secondary", "danger")


@dataclass(frozen=True)
class State:
    """How a state is shown: a word, a shape's tone, and one sentence on what it means."""

    word: Any
    tone: str = "neutral"
    meaning: Any = ""


@dataclass(frozen=True)
class Step:
    """One way from some states to another. `right(actor, thing)` says who may walk it."""

    name: str
    text: Any
    sources: frozenset[str]
    target: str
    right: Callable[[Actor, Any], bool]
    needs_reason: bool = False
    tone: str = "primary"


class Workflow:
    """The states and steps of one kind of thing. Declares the log event `<kind>_<step>`."""

    def __init__(self, kind: str, states: Mapping[str, State], steps: Sequence[Step]) -> None:
        self.kind = kind
        self.states = dict(states)
        self.steps = {step.name: step for step in steps}
        for step in steps:
            unknown = (step.sources | {step.target}) - self.states.keys()
            if unknown:
                raise ValueError(f"step {step.name!r} names unknown states {sorted(unknown)}")
            audit.declare(self.event(step.name), "source", "target")

    def event(self, step_name: str) -> str:
        """The name under which the log keeps this step."""
        return f"{self.kind}_{step_name}"

    def available(self, actor: Actor, thing: Any) -> list[Step]:
        """The steps this actor can walk from where the thing stands, in the table's order."""
        return [
            step
            for step in self.steps.values()
            if thing.state in step.sources and step.right(actor, thing)
        ]

    def offers(self, actor: Actor, thing: Any, step_name: str) -> bool:
        """True if that step would be accepted now (leaving the reason aside)."""
        return any(step.name == step_name for step in self.available(actor, thing))

    def take(self, work: Work, thing: Any, step_name: str, *, reason: str | None = None) -> None:
        """Walk a step. Raises NotPermitted, Conflict (with who came first) or InvalidInput."""
        step = self.steps[step_name]
        work.require(step.right, thing)
        if thing.state not in step.sources:
            raise self.too_late(work, thing)
        if step.needs_reason and not (reason or "").strip():
            raise InvalidInput(lazy("Skriv varför."), field="reason")
        source, thing.state = thing.state, step.target
        work.record(self.event(step_name), thing, source=source, target=step.target)

    def word(self, state: str) -> str:
        """The state in the reader's language."""
        return str(self.states[state].word)

    def too_late(self, work: Work, thing: Any) -> Conflict:
        """What to tell somebody who comes second: where it stands, and who did what last."""
        last = work.last_event(thing, [self.event(name) for name in self.steps])
        return Conflict(
            lazy("Det går inte längre, för läget är nu ”%(word)s”.", word=self.word(thing.state)),
            event=last.event if last else None,
            actor_id=last.actor_id if last else None,
            at=last.at if last else None,
        )
