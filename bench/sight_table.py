"""The tables and the pictures of docs/sight.md: python -m bench.sight table.

What the check says of all lamp posts of the Helsinki extract, and ten of them drawn. Map data
© OpenStreetMap contributors, ODbL.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from string import ascii_uppercase

import numpy as np

from bench.sight_ground import (
    BEHIND_KERB_M,
    EDGE_M,
    EPSG,
    HELSINKI,
    KALLBY,
    ROOT,
    Town,
    file_of,
    plate_at,
    read,
    with_invented_posts,
)
from grannsamverkan.core.i18n import speaking
from grannsamverkan.geometry import osm
from grannsamverkan.geometry.plane import plane_for
from grannsamverkan.geometry.sight import whose
from grannsamverkan.geometry.sight.check import Sight
from grannsamverkan.geometry.sight.drawings import PRINT, Drawing, Scene, driver_view, plan
from grannsamverkan.geometry.sight.lines import foot_on
from grannsamverkan.geometry.sight.model import Answer, Found, Plate
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.signs.words.sight import missing_sentence, sentence
from grannsamverkan.signs.words.sightdrawn import drawing_words

PICTURES = ROOT / "docs" / "pictures"
EDGES = (2.5, EDGE_M, 1.0)
COLUMNS = (
    "posts",
    "in a corner's zone",
    "hides somebody there",
    "hides a sign or signal",
    "on a sign's own post",
    "not ok",
    "a person looks",
    "ok",
)
TEN = (
    ("1691951446", EDGE_M),
    ("1691951581", EDGE_M),
    ("1691951491", EDGE_M),
    ("1691951355", EDGE_M),
    ("1691951444", EDGE_M),
    ("2524223849", EDGE_M),
    ("6062069856", EDGE_M),
    ("1691951507", 1.0),
    ("1691951494", EDGE_M),
    ("1691951197", EDGE_M),
)
"""OpenStreetMap's nodes, and how high the plate hangs: one or two of each sort of answer."""
ROOM = {"clear_height", "side_distance"}
SURE_M = 0.3
ROUND_M = 150.0
"""Ways farther from a post than this are not in its picture."""
PAPER = replace(PRINT, font="sans-serif")


@dataclass(frozen=True)
class _Post:
    letter: str
    node: str
    plate: Plate
    answer: Answer


def make() -> None:
    """Print the tables, and what is said of the ten; write the pictures."""
    town = read(HELSINKI)
    for complete in (False, True):
        sight = Sight(town.ways, town.things, Rules(signs_complete=complete))
        print(f"\nsigns_complete {'on' if complete else 'off'}\n")
        print("\n".join(_table(sight, town)))
    print("\n".join([*_besides(sight, town), *_village()]))
    with speaking("en"):
        for post in _ten(sight):
            print("\n".join(_told(post)))
            _draw(post, town)


def _besides(sight: Sight, town: Town) -> Iterator[str]:
    """How many posts somebody must look at for room alone, and what surer places would tell."""
    answers = [sight.answer(plate) for plate in town.plates()]
    for_room = sum(
        each.verdict == "person_looks"
        and {one.rule for one in _of_sight(each) if one.verdict != "ok"} <= ROOM
        for each in answers
    )
    yield f"At {EDGE_M} m a person looks at {for_room} for their room alone"
    sure = [sight.answer(replace(plate, error=SURE_M)) for plate in town.plates()]
    counts = dict(zip(COLUMNS, _counts(sure), strict=True))
    yield f"The same with places known to {SURE_M} m: {counts}"


def _village() -> Iterator[str]:
    """Källby, where no sign is mapped, with synthetic posts behind its kerbs: with the distance to
    the kerb as the map has it, and measured."""
    town = with_invented_posts(read(KALLBY))
    for complete, kerb in product((False, True), (None, BEHIND_KERB_M)):
        sight = Sight(town.ways, town.things, Rules(signs_complete=complete))
        plates = [replace(plate, kerb=kerb) for plate in town.plates(EDGES[0])]
        verdicts = Counter(sight.answer(plate).verdict for plate in plates)
        yield f"Källby, {EDGES[0]} m, signs_complete {complete}, kerb {kerb}: {dict(verdicts)}"


def _table(sight: Sight, town: Town) -> Iterator[str]:
    """Rows by lower edge, as Markdown: "surely + perhaps" where a person may have to look."""
    yield " | ".join(("| lower edge", *COLUMNS)) + " |"
    yield "| --- " * (len(COLUMNS) + 1) + "|"
    for edge in EDGES:
        answers = [sight.answer(plate) for plate in town.plates(edge)]
        yield " | ".join((f"| {edge} m", *_counts(answers))) + " |"


def _counts(answers: Sequence[Answer]) -> tuple[str, ...]:
    verdicts = Counter(answer.verdict for answer in answers)
    zone = sum(any(one.code.startswith("triangle_") for one in each.found) for each in answers)
    return (
        f"{len(answers)}",
        f"{zone}",
        _by_rule(answers, "triangle"),
        _by_rule(answers, "hides_sign", "hides_signal"),
        _by_rule(answers, "own_post"),
        *(f"{verdicts[verdict]}" for verdict in ("not_ok", "person_looks", "ok")),
    )


def _by_rule(answers: Sequence[Answer], *rules: str) -> str:
    """For how many posts a rule surely is not kept, and for how many it perhaps is not."""
    said = [{one.verdict for one in each.found if one.rule in rules} for each in answers]
    surely = sum("not_ok" in verdicts for verdicts in said)
    perhaps = sum("person_looks" in verdicts and "not_ok" not in verdicts for verdicts in said)
    return f"{surely} + {perhaps}"


def _ten(sight: Sight) -> Iterator[_Post]:
    ground = osm.read_osm(file_of(HELSINKI), plane_for(EPSG[HELSINKI]))
    places = {post.key: (post.x, post.y) for post in ground.posts}
    for letter, (node, edge) in zip(ascii_uppercase, TEN, strict=False):
        plate = replace(plate_at(*places[f"node/{node}"], edge), number=letter)
        yield _Post(letter, node, plate, sight.answer(plate))


def _told(post: _Post) -> Iterator[str]:
    plate, answer = post.plate, post.answer
    where = f"{plate.x:.1f}, {plate.y:.1f}, lower edge {plate.lower_edge} m"
    yield f"\n{post.letter}, node/{post.node} at {where}"
    yield f"  {answer.verdict}, ok from {answer.ok_from}"
    yield from (f"  {one.verdict}: {sentence(one)}" for one in _of_sight(answer))
    yield from (f"  ? {missing_sentence(one)}" for one in answer.missing)


def _of_sight(answer: Answer) -> list[Found]:
    return [one for one in answer.found if one.rule not in whose.RULES]


def _draw(post: _Post, town: Town) -> None:
    place = np.array([[post.plate.x, post.plate.y]])
    near = [way for way in town.ways if foot_on(way.points, place).distance[0] < ROUND_M]
    scene = Scene(post.plate, _drawn(post.answer), near, town.things)
    words = drawing_words()
    name = f"sight-{post.letter.lower()}"
    _write(name, plan(scene, words, palette=PAPER, key=name))
    seen = driver_view(scene, words, palette=PAPER, key=f"{name}-seen")
    if seen is not None:
        _write(f"{name}-seen", seen)


def _drawn(answer: Answer) -> Found | None:
    """The worst that has something to draw; nothing where all is well."""
    bad = [one for one in _of_sight(answer) if one.verdict != "ok"]
    return next((one for one in bad if one.shapes), bad[0] if bad else None)


def _write(name: str, drawing: Drawing) -> None:
    path = Path(PICTURES / f"{name}.svg")
    path.write_text(drawing.svg + "\n", encoding="utf-8")
