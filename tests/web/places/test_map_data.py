"""What the map in the browser asks for."""

import pytest

from grannsamverkan.geometry import town as plan
from tests.support.cells import cell_at

CELL = "/".join(map(str, cell_at(plan.SQUARE_LON, plan.SQUARE_LAT, 16)))


def test_anybody_gets_the_map_once_and_then_hears_that_it_is_unchanged(client, ground):
    # when
    first = client.get(f"/karta/bas.json?ruta={CELL}")
    again = client.get(
        f"/karta/bas.json?ruta={CELL}", headers={"If-None-Match": first.headers["ETag"]}
    )

    # then
    assert first.status_code == 200
    assert "Storgatan" in {feature.get("n") for feature in first.json["features"]}
    assert "public" in first.headers["Cache-Control"]
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.sqlite_only
@pytest.mark.parametrize("cell", ["", "x", "99/1/1", "16/1", "16/-1/2", "16/1/2/3", "%00"])
@pytest.mark.parametrize("path", ["bas", "saker"])
def test_what_is_no_cell_is_refused_in_words(staff, ground, path, cell):
    # when
    answer = staff("admin").get(
        f"/karta/{path}.json?ruta={cell}", headers={"Accept": "application/json"}
    )

    # then
    assert answer.status_code == 422
    assert answer.json["error"]


def test_a_municipality_that_does_not_exist_has_no_map(client, ground):
    client.check_pages = False
    assert client.get(f"/karta/bas.json?ruta={CELL}&kommun=ingen").status_code == 404


def test_addresses_are_proposed_while_one_writes(client, ground):
    # when
    found = client.get("/karta/adresser.json?q=ekbacksv").json

    # then
    assert [sorted(place) for place in found] == [["lat", "lon", "text"]] * len(found)
    assert found[0]["text"].startswith("Ekbacksvägen")
    assert client.get("/karta/adresser.json").json == []


def test_a_search_without_end_is_refused(client, ground):
    client.check_pages = False
    assert client.get("/karta/adresser.json?q=" + "a" * 101).status_code == 422


def test_posts_are_shown_to_those_who_are_signed_in(client, staff, ground):
    # when
    known = staff("reviewer").get(f"/karta/saker.json?ruta={CELL}")

    # then
    assert len(known.json["posts"]) == 2 * len(known.json["verdicts"]) > 0
    assert "private" in known.headers["Cache-Control"]
    assert client.get(f"/karta/saker.json?ruta={CELL}").status_code == 303


def test_what_stands_there_is_sent_once_as_long_as_nothing_changes(staff, ground):
    # given
    reviewer = staff("reviewer")
    tag = reviewer.get(f"/karta/saker.json?ruta={CELL}").headers["ETag"]

    # when
    again = reviewer.get(f"/karta/saker.json?ruta={CELL}", headers={"If-None-Match": tag})

    # then
    assert (again.status_code, again.data) == (304, b"")
