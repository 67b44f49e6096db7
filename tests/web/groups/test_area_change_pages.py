"""Pages on which the area of an approved group is changed."""

import pytest

from tests.support.html import Page
from tests.usecases.groups.scene import BLOCK, EASTERN

pytestmark = pytest.mark.sqlite_only


def test_the_group_asks_and_the_police_answer(scene, maja, signed_in):
    # given
    group_id = scene.approved()
    path = f"/grupper/{group_id}/andra-omrade"

    # when
    maja.submit(path, {"area": EASTERN, "reason": "Tre hus till."}, button="Ändra området")

    # then
    assert "Ett annat område är på gång" in maja.page(f"/grupper/{group_id}").text()
    petra = signed_in(scene.police())
    assert "Tre hus till." in petra.page(f"{path}/beslut").text()
    petra.submit(f"{path}/beslut", {}, button="Ja, ändra området")
    assert "Ett annat område är på gång" not in maja.page(f"/grupper/{group_id}").text()
    assert scene.group(group_id).streets == ""


def test_a_no_without_a_reason_is_asked_for_one(scene, maja, signed_in):
    group_id = scene.approved()
    path = f"/grupper/{group_id}/andra-omrade"
    maja.submit(path, {"area": EASTERN, "reason": "Tre hus till."}, button="Ändra området")
    petra = signed_in(scene.police())

    answer = petra.submit(f"{path}/beslut", {}, button="Nej, låt området vara")

    assert answer.status_code == 422
    assert "Skriv varför." in Page(answer.get_data(as_text=True)).text()


def test_a_large_change_without_a_reason_keeps_what_was_drawn(scene, maja):
    path = f"/grupper/{scene.approved()}/andra-omrade"

    answer = maja.submit(path, {"area": EASTERN, "streets": "Ekgatan"}, button="Ändra området")

    page = Page(answer.get_data(as_text=True))
    assert answer.status_code == 422
    assert "behöver ett ja. Skriv varför" in page.text()
    assert [area.text for area in page.all("textarea")][:2] == [EASTERN, "Ekgatan"]


def test_a_crossed_border_is_mended_here_too_and_the_reason_is_kept(scene, maja):
    path = f"/grupper/{scene.approved()}/andra-omrade"
    corners = BLOCK.split("\n")
    crossed = "\n".join(corners[i] for i in (0, 2, 1, 3))

    answer = maja.submit(path, {"area": crossed, "reason": "Skäl"}, button="Ändra området")

    html = answer.get_data(as_text=True)
    assert "Vi kan rätta det så här" in html
    assert '<input type="hidden" name="reason" value="Skäl">' in html
