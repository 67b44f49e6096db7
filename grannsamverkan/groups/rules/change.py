"""When a new area needs a new decision. Pure."""

from dataclasses import dataclass

# Two borders that were drawn along the same street differ by so much by chance. Own choice.
BY_CHANCE_M2 = 50.0
# Corners come back from a page with seven decimals, a centimetre: less than this is no change.
BY_ROUNDING_M2 = 1.0


@dataclass(frozen=True)
class Difference:
    """Square metres: the old area, what would be added to it, and what would be taken from it."""

    old_m2: float
    added_m2: float
    taken_m2: float

    @property
    def share(self) -> float:
        """What changes, as a share of the old area; 1 where there was none."""
        return (self.added_m2 + self.taken_m2) / self.old_m2 if self.old_m2 else 1.0

    @property
    def is_nothing(self) -> bool:
        """True where the new area is the old one."""
        return self.added_m2 + self.taken_m2 < BY_ROUNDING_M2


def needs_decision(difference: Difference, free: float, more_overlap_m2: float) -> bool:
    """True for more than the share that is free (0..1), or more of another group's ground."""
    return difference.share > free or more_overlap_m2 > BY_CHANCE_M2
