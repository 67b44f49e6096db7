"""The pages of meetings, for the group's people and the police."""

from datetime import UTC, datetime

import pytest

pytestmark = pytest.mark.sqlite_only

WHEN = {"on": "2026-12-01", "at": "18:30", "minutes": "90", "place": "Folkets hus"}


@pytest.fixture
def group_id(scene):
    return scene.approved()


@pytest.fixture
def petra(scene, signed_in):
    return signed_in(scene.police())


def path_of(answer):
    return answer.headers["Location"]


def test_a_proposal_is_answered_with_one_press(scene, group_id, maja, petra):
    answer = maja.submit(f"/grupper/{group_id}/moten/nytt", WHEN, button="Skicka förslaget")
    path = path_of(answer)
    todo = petra.page("/").text()
    petra.submit(path, button="Boka mötet")

    assert "Svara på förslaget om möte i Björkvägen" in todo
    page = maja.page(path)
    assert page.heading() == "Uppstartsmöte 1 december 2026"
    assert "18:30–20:00" in page.text()
    assert "Folkets hus" in maja.page(f"/grupper/{group_id}").text()
    assert "Uppstartsmöte bokat" in maja.page(f"/grupper/{group_id}").text()


def test_its_notice_and_its_calendar_file_are_fetched(group_id, maja, petra):
    path = path_of(petra.submit(f"/grupper/{group_id}/moten/nytt", WHEN, button="Boka mötet"))

    calendar = maja.get(f"{path}/kalender.ics")
    notice = maja.get(f"{path}/anslag.pdf")

    assert calendar.content_type == "text/calendar"
    assert b"DTSTART:20261201T173000Z" in calendar.data
    assert notice.data.startswith(b"%PDF-")


def test_it_is_moved_and_called_off(group_id, maja, petra):
    path = path_of(petra.submit(f"/grupper/{group_id}/moten/nytt", WHEN, button="Boka mötet"))
    maja.submit(f"{path}/andra", {"at": "19:00"}, button="Spara ändringen")
    moved = petra.page(path).text()
    petra.submit(f"{path}/stall-in", {"reason": "Snöstorm."}, button="Ställ in mötet")

    assert "19:00–20:30" in moved
    assert "Snöstorm." in maja.page(path).text()
    assert maja.get(f"{path}/andra").status_code == 404
    assert maja.get(f"{path}/anslag.pdf").status_code == 404


def test_after_the_meeting_the_number_is_asked_for(scene, group_id, maja, petra, clock):
    path = path_of(petra.submit(f"/grupper/{group_id}/moten/nytt", WHEN, button="Boka mötet"))
    clock.now = datetime(2026, 12, 1, 20, tzinfo=UTC)
    todo = maja.page("/").text()
    contact = str(scene.group(group_id).contacts[0].id)
    maja.submit(
        f"{path}/narvaro", {"households": "14", "contacts": contact}, button="Mötet är hållet"
    )

    assert "Skriv in hur många som kom till mötet i Björkvägen" in todo
    page = maja.page(path).text()
    assert "14 hushåll" in page
    assert "Kontaktombud: Maja Lind" in page


def test_a_wrong_hour_and_a_day_that_has_been_are_explained(group_id, petra):
    path = f"/grupper/{group_id}/moten/nytt"

    unreadable = petra.submit(path, {**WHEN, "at": "kvällen"}, button="Boka mötet")
    past = petra.submit(path, {**WHEN, "on": "2026-11-01"}, button="Boka mötet")

    assert unreadable.status_code == past.status_code == 422
    assert "Välj en dag och en tid som inte har varit." in past.get_data(as_text=True)
