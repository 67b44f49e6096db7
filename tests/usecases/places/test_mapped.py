"""What stands in a cell of the map, in the invented town."""

import json

import pytest
from sqlalchemy import select

from grannsamverkan.geometry import cells, town
from grannsamverkan.places import policy
from grannsamverkan.places.models import MapSource, MapThing, Post, PostSight
from grannsamverkan.places.queries import mapped, plane_of
from tests.support.cells import cell_at, unpacked

CELL = cell_at(town.SQUARE_LON, town.SQUARE_LAT, 16)


@pytest.fixture
def ask(runtime, ground):
    """What a cell of the municipality with the town shows."""

    def asker(cell=CELL):
        with runtime.reading() as work:
            return mapped.things_in_cell(work, ground.id, cell)

    return asker


@pytest.fixture
def put(runtime, ground):
    """Puts a thing of a kind in the middle of the square."""

    def putter(kind, **more):
        with runtime.work() as work:
            work.require(policy.may_found)
            source = work.session.scalars(
                select(MapSource.id).where(MapSource.municipality_id == ground.id)
            ).first()
            x, y = plane_of(work, ground.id).to_metric(town.SQUARE_LON, town.SQUARE_LAT)
            thing = MapThing(
                municipality_id=ground.id, source_id=source, kind=kind, x=x, y=y, **more
            )
            work.session.add(thing)

    return putter


def test_posts_of_a_cell_lie_in_it_with_one_letter_each(ask):
    # when
    told = ask()

    # then
    places = list(unpacked(told["posts"]))
    assert len(places) == len(told["verdicts"]) > 0
    assert all(cells.bounds_of(CELL).grown(1e-4).holds(*place) for place in places)
    assert set(told["verdicts"]) == {"-"}


@pytest.mark.parametrize(
    ("verdict", "letter"), [("ok", "o"), ("person_looks", "l"), ("not_ok", "n")]
)
def test_a_checked_post_has_the_letter_of_its_verdict(runtime, ground, ask, verdict, letter):
    # given the first post of the cell
    before = ask()
    lon, lat = next(iter(unpacked(before["posts"])))
    with runtime.work() as work:
        work.require(policy.may_found)
        x, y = plane_of(work, ground.id).to_metric(lon, lat)
        near = (Post.x - x) * (Post.x - x) + (Post.y - y) * (Post.y - y)
        post = work.session.scalars(select(Post).order_by(near)).first()
        sight = PostSight(
            post_id=post.id, municipality_id=ground.id, verdict=verdict, told=[], basis="b"
        )
        sight.checked_at = work.now
        work.session.add(sight)

    # then
    assert ask()["verdicts"] == letter + before["verdicts"][1:]


def test_a_post_that_is_gone_is_not_shown(runtime, ask):
    # given
    before = len(ask()["verdicts"])
    with runtime.work() as work:
        work.require(policy.may_found)
        for post in work.session.scalars(select(Post)):
            post.gone_at = work.now

    # then
    assert before
    assert ask()["verdicts"] == ""


def test_signs_are_told_with_where_they_face_and_signals_apart(ask, put):
    # given
    before = ask()
    put("sign", facing=181.6, code="SE:C31")
    put("give_way")
    put("signal")
    put("crossing")

    # when
    after = ask()

    # then
    assert after["facing"] == [*before["facing"], 182, None]
    assert len(list(unpacked(after["signs"]))) == len(after["facing"])
    assert len(after["signals"]) == len(before["signals"]) + 2
    assert next(reversed(list(unpacked(after["signals"])))) == pytest.approx(
        (town.SQUARE_LON, town.SQUARE_LAT), abs=1e-5
    )


def test_from_afar_all_posts_are_told_in_heaps(runtime, ground, ask):
    # given
    with runtime.reading() as work:
        everything = len(work.session.scalars(select(Post.id)).all())

    # when
    far = ask(cell_at(town.SQUARE_LON, town.SQUARE_LAT, 10))

    # then
    assert sum(far["counts"]) == everything
    assert len(list(unpacked(far["heaps"]))) == len(far["counts"]) <= cells.HEAPS_ALONG**2
    assert len(json.dumps(far)) < 5_000


def test_heaps_of_neighbouring_cells_count_no_post_twice(ask):
    # given the four cells that make up one
    zoom, column, row = cell_at(town.SQUARE_LON, town.SQUARE_LAT, 13)

    # when
    parts = [
        sum(ask(cells.Cell(zoom + 1, 2 * column + right, 2 * row + down))["counts"])
        for right in (0, 1)
        for down in (0, 1)
    ]

    # then
    assert sum(parts) == sum(ask(cells.Cell(zoom, column, row))["counts"]) > 0


def test_a_cell_elsewhere_shows_nothing(ask, runtime, neighbour):
    assert ask(cell_at(-170, -40, 16)) == mapped.NOTHING
    with runtime.reading() as work:
        assert mapped.things_in_cell(work, neighbour.id, CELL)["verdicts"] == ""
