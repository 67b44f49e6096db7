"""Figures about covering: faces, plates, and what is covered needlessly.

All go through the real function, `privacy.regions`, and count the areas that become one flat
colour. The sets are for measuring only; no threshold comes from them.
"""

from collections.abc import Iterator
from pathlib import Path

from grannsamverkan.imaging.evaluation import Figure, privacy_faces, privacy_plates, privacy_signs


def figures(data: Path, every: int = 1) -> Iterator[Figure]:
    """Yield the figures about `photos` in `data`; of each set every `every`-th picture only."""
    photos = data / "photos"
    yield from privacy_faces.figures(photos, every)
    yield from privacy_plates.figures(photos, every)
    yield from privacy_signs.figures(photos, every)
