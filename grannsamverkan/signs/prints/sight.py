"""The drawings of a sight answer, for pages and for letters."""

from collections.abc import Sequence

from grannsamverkan.core.work import Work
from grannsamverkan.geometry.plane import Bounds
from grannsamverkan.geometry.sight.drawings import (
    PAGE,
    Drawing,
    Palette,
    Scene,
    cross_section,
    driver_view,
    plan,
)
from grannsamverkan.geometry.sight.model import WORST_FIRST, Answer, Found
from grannsamverkan.places.queries.network import things_within, ways_within
from grannsamverkan.places.queries.sight import rules_of
from grannsamverkan.signs.words.sightdrawn import drawing_words

ROUND_M = 30.0
"""So much ground is drawn beyond what an answer speaks of."""


def drawings(
    work: Work, municipality_id: int, answer: Answer, palette: Palette = PAGE
) -> list[Drawing]:
    """From above, from the side and, where something is hidden, from the driver's seat: of what
    the answer says is worst."""
    found = worst_drawn(answer.found)
    box = _box(answer, found)
    scene = Scene(
        answer.plate,
        found,
        ways_within(work, municipality_id, box),
        things_within(work, municipality_id, box),
        rules_of(work, municipality_id),
    )
    words = drawing_words()
    made = [
        driver_view(scene, words, palette=palette),
        plan(scene, words, palette=palette),
        cross_section(scene, words, palette=palette),
    ]
    return [drawing for drawing in made if drawing is not None]


def worst_drawn(found: Sequence[Found]) -> Found | None:
    """Of the answers that have something to draw the worst one; None where nothing is hidden."""
    shown = [one for one in found if any(shape.what == "ray" for shape in one.shapes)]
    shown = shown or [one for one in found if one.shapes]
    return min(shown, key=lambda one: WORST_FIRST.index(one.verdict), default=None)


def _box(answer: Answer, found: Found | None) -> Bounds:
    points = [(answer.plate.x, answer.plate.y)]
    points += [point[:2] for shape in (found.shapes if found else ()) for point in shape.points]
    xs, ys = zip(*points, strict=True)
    return Bounds(min(xs), min(ys), max(xs), max(ys)).grown(ROUND_M)
