"""What can be asked of the ground, in the invented town."""

import json

import pytest
from shapely import Point

from grannsamverkan.core.errors import InvalidInput, NotFound, NotPermitted
from grannsamverkan.geometry import cells, plane, town
from grannsamverkan.places import policy, queries
from grannsamverkan.places.models import Address
from grannsamverkan.places.queries import addresses as address_queries
from grannsamverkan.places.queries import areas as area_queries
from grannsamverkan.places.queries import maps as map_queries
from grannsamverkan.places.queries import posts as post_queries
from tests.support.cells import cell_at


@pytest.fixture
def ask(runtime, ground):
    """Asks a query about the municipality with the town."""

    def asker(query, *args, **kwargs):
        with runtime.reading() as work:
            return query(work, ground.id, *args, **kwargs)

    return asker


@pytest.fixture
def quarter(ask):
    """120 metres round the first house of Ekbacksvägen."""
    home = ask(address_queries.address_by_text, "Ekbacksvägen 1")
    return Point(home.x, home.y).buffer(120)


def test_addresses_are_found_by_how_they_begin_in_their_order(ask):
    # when
    found = [address.text for address in ask(address_queries.find, "storgatan", limit=5)]

    # then
    assert len(found) == 5
    assert found[0] in {"Storgatan 1", "Storgatan 2"}
    numbers = [int(text.split()[-1]) for text in found]
    assert numbers == sorted(numbers)


def test_what_is_no_address_finds_none(ask):
    for text in ("", "   ", "%", "_", "Ingenstansgatan", "x" * 500):
        assert ask(address_queries.find, text) == []


def test_an_address_is_found_as_people_write_it(ask):
    # when
    found = ask(address_queries.address_by_text, " ekbacksvägen 1, Björkvik")

    # then
    assert found.text == "Ekbacksvägen 1"
    assert ask(address_queries.address_by_text, "Ekbacksvagen 1") is None


def test_positions_are_given_in_degrees(runtime, ground):
    with runtime.reading() as work:
        address = address_queries.address_by_text(work, ground.id, "Ekbacksvägen 1")
        lon, lat = address_queries.address_position(work, address)
    assert (lon, lat) == pytest.approx((town.SQUARE_LON, town.SQUARE_LAT), abs=0.02)


def test_what_lies_in_an_area_is_what_lies_in_it_and_not_in_its_box(ask, quarter):
    # when
    posts = ask(post_queries.posts_within, quarter.wkb)
    addresses = ask(address_queries.addresses_within, quarter.wkb)

    # then
    assert posts
    assert all(quarter.contains(Point(post.x, post.y)) for post in posts)
    assert all(quarter.contains(Point(a.x, a.y)) for a in addresses)
    assert ask(address_queries.dwellings_within, quarter.wkb) == len(addresses) > 5
    assert "Ekbacksvägen" in ask(address_queries.streets_within, quarter.wkb)


def test_an_address_told_twice_is_one_dwelling(runtime, ground, ask, quarter):
    # given
    before = ask(address_queries.dwellings_within, quarter.wkb)
    with runtime.work() as work:
        work.require(policy.may_found)
        known = address_queries.address_by_text(work, ground.id, "Ekbacksvägen 1")
        columns = ("municipality_id", "source_id", "street", "number", "search_key", "x", "y")
        work.session.add(Address(**{name: getattr(known, name) for name in columns}))

    # then
    assert ask(address_queries.dwellings_within, quarter.wkb) == before


def test_another_municipality_has_none_of_it(runtime, ground, neighbour, quarter):
    with runtime.reading() as work:
        assert address_queries.find(work, neighbour.id, "stor") == []
        assert post_queries.posts_within(work, neighbour.id, quarter.wkb) == []
        assert map_queries.extent(work, neighbour.id) is None
        cell = cell_at(town.SQUARE_LON, town.SQUARE_LAT, 16)
        assert map_queries.base_map(work, neighbour.id, cell) == {"features": [], "numbers": []}


def test_the_base_map_of_the_square_shows_its_streets_and_houses(ask):
    # when
    cell = ask(map_queries.base_map, cell_at(town.SQUARE_LON, town.SQUARE_LAT, 16))

    # then
    assert {"Storgatan", "Sjögatan", "Skolgatan"} <= {f.get("n") for f in cell["features"]}
    assert sum(feature["k"] == "building" for feature in cell["features"]) > 10
    assert len(cell["numbers"]) > 10
    assert len(json.dumps(cell)) < 100_000


def test_no_cell_is_too_much_to_send(ask):
    for zoom in range(cells.LOWEST_ZOOM, cells.HIGHEST_ZOOM + 1):
        cell = ask(map_queries.base_map, cell_at(town.SQUARE_LON, town.SQUARE_LAT, zoom))
        assert len(cell["features"]) <= cells.MOST_FEATURES
        assert len(json.dumps(cell)) < 300_000


def test_a_cell_on_the_other_side_of_the_earth_is_empty(ask):
    far = cell_at(-170, -40, 12)
    assert ask(map_queries.base_map, far) == {"features": [], "numbers": []}


def test_the_extent_holds_every_house_and_not_the_whole_lake(ask):
    # when
    box = ask(map_queries.extent)

    # then
    addresses = ask(address_queries.find, "s", limit=20)
    assert all(box.holds(address.x, address.y) for address in addresses)
    assert box.maxx - box.minx < 2_000


def test_a_drawn_area_is_read_with_the_municipalitys_own_limits(runtime, ground, ask, quarter):
    # given
    the_plane = plane.plane_for(3006)
    corners = [the_plane.to_lonlat(x, y) for x, y in quarter.exterior.coords[:-1:8]]
    text = "\n".join(f"{lat:.6f}, {lon:.6f}" for lon, lat in corners)

    # then
    assert ask(area_queries.read_area, text).area_m2 == pytest.approx(quarter.area, rel=0.1)
    with pytest.raises(InvalidInput, match="kommunen") as caught:
        ask(area_queries.read_area, text.replace("58.", "57."), "border")
    assert caught.value.field == "border"


def test_every_fault_of_an_area_has_words_in_which_nothing_is_left_out(ask):
    for text in ("", "{", "x", '{"type":"Polygon","coordinates":[[[12,58],[13,59]]]}'):
        with pytest.raises(InvalidInput) as caught:
            ask(area_queries.read_area, text)
        assert str(caught.value)
        assert "%(" not in str(caught.value)


def test_a_municipality_is_chosen_by_its_name_in_the_address(
    runtime, municipality, neighbour, staff
):
    with runtime.reading(staff("admin")) as work:
        assert queries.chosen_municipality(work, None).slug == "alvik"
        assert queries.chosen_municipality(work, "bjorkvik").slug == "bjorkvik"
        with pytest.raises(NotFound):
            queries.chosen_municipality(work, "nowhere")
        managed = queries.managed_municipality(work, None, policy.may_change_settings)
        assert managed.slug == "bjorkvik"
        with pytest.raises(NotPermitted):
            queries.managed_municipality(work, "alvik", policy.may_change_settings)
