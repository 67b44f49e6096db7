"""How well a picture laid flat agrees with a print, block by block."""

from functools import cached_property

import numpy as np
import numpy.typing as npt

from grannsamverkan.imaging.looking.artwork import Floats, Grey

BLOCKS = 8
_FEWEST = 12


class Blocks:
    """The blocks of a print's `contrast` (h, w), of which only what is `fixed` (h, w) counts."""

    def __init__(self, contrast: Grey, fixed: npt.NDArray[np.bool_]) -> None:
        self._starts = [
            np.linspace(0, side, BLOCKS + 1).astype(int)[:-1] for side in contrast.shape
        ]
        self._fixed = fixed.astype(np.float32)
        self._drawn = np.asarray(contrast * self._fixed, np.float32)

    def agreement(self, flat: Grey) -> float:
        """Weighted mean over the blocks of the correlation of `flat` (h, w) and print.

        A block weighs as much as it has print, one that disagrees counts as 0. A plate of which a
        third is covered has some two thirds; what is not the plate agrees nowhere.
        """
        count, mean, energy = self._print
        seen = flat * self._fixed
        sums, squares = self._summed(seen), self._summed(seen * seen)
        both = self._summed(seen * self._drawn) - mean * sums
        spread = np.maximum(squares - sums * sums / count, 0)
        used = energy > 0
        if not used.any():
            return 0.0
        correlation = both[used] / np.sqrt(energy[used] * spread[used] + 1e-9)
        return float(np.average(np.clip(correlation, 0, 1), weights=energy[used]))

    @cached_property
    def _print(self) -> tuple[Floats, Floats, Floats]:
        """Fixed pixels of each block, their mean, and their squared deviation; 0 of too few."""
        count = self._summed(self._fixed)
        enough = count >= _FEWEST
        count = np.maximum(count, 1)
        mean = self._summed(self._drawn) / count
        energy = self._summed(self._drawn * self._drawn) - count * mean * mean
        return count, mean, np.where(enough, energy, 0)

    def _summed(self, plane: Grey) -> Floats:
        rows, columns = self._starts
        by_rows = np.add.reduceat(plane, rows, axis=0, dtype=np.float64)
        return np.asarray(np.add.reduceat(by_rows, columns, axis=1), np.float64)
