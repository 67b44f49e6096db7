"""The search page."""

import pytest

pytestmark = pytest.mark.sqlite_only


def test_what_is_looked_for_stands_in_the_address_and_in_the_field(scene, staff):
    scene.group(name="Björkvägen", state="active")

    page = staff("coordinator").page("/sok?q=björk")

    assert page.heading() == "Sök"
    assert "Björkvägen" in page.text()
    assert "björk" in [field.attrib.get("value") for field in page.all("input")]


def test_nothing_found_says_what_to_try(staff):
    assert "Vi hittar inget som börjar på ”xyz”." in staff("admin").page("/sok?q=xyz").text()


def test_a_post_is_found_with_the_word_before_its_number(scene, staff):
    group = scene.group(name="Björkvägen", state="active")
    scene.sign(group, "approved", post_number="1042")
    sara = staff("coordinator")

    for words in ("stolpe 1042", "Lyktstolpe 1042", "post 1042", "1042"):
        assert "stolpe 1042" in sara.page(f"/sok?q={words}").text()


def test_an_administrator_comes_to_the_person_who_was_found(staff):
    hits = [a.attrib.get("href", "") for a in staff("admin").page("/sok?q=Sara").all("a")]

    assert any(href.startswith("/personal/") for href in hits)


def test_many_of_a_kind_are_a_press_away(scene, staff):
    for number in range(60):
        scene.group(name=f"Ekgränd {number:02}", state="active")
    sara = staff("coordinator")

    assert "Visa alla grupper" in sara.page("/sok?q=ek").text()
    first = sara.page("/sok?q=ek&visa=grupper").text()
    second = sara.page("/sok?q=ek&visa=grupper&sida=2").text()
    assert "Ekgränd 24" in first
    assert "Ekgränd 25" not in first
    assert "Ekgränd 49" in second


@pytest.mark.parametrize("query", ["?q=", "?q=%25", "?q=a&sida=x&visa=y", "?q=" + "a" * 300, ""])
def test_any_address_is_answered(staff, query):
    staff("reviewer").page(f"/sok{query}")
