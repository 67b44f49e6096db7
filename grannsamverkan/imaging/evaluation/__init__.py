"""Figures about the checks, measured on labelled sets: what `grannsamverkan photo evaluate` prints.

Each module measures one subject: `figures(data, every=1)` yields `Figure`s, where `data` is the
folder with the sets and `every` takes each n-th picture only, for a quick look.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured figure: `value` in `unit`, of `n` cases, with its 95 % interval if it has one.

    `least` (or `most`) is what must be reached, `aim` what is wanted; both None where nothing is
    asked. `note` says in a few words what it rests on.
    """

    name: str
    value: float
    n: int
    unit: str = ""
    interval: tuple[float, float] | None = None
    least: float | None = None
    most: float | None = None
    aim: float | None = None
    note: str = ""

    @property
    def reached(self) -> bool:
        """Whether the figure is on the right side of what must be reached."""
        return (self.least is None or self.value >= self.least) and (
            self.most is None or self.value <= self.most
        )
