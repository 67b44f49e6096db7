"""The household list's pages, as a contact person presses through them without JavaScript."""

import re

import pytest

pytestmark = pytest.mark.sqlite_only

STREET = "Björkvägen 1\nBjörkvägen 2\nBjörkvägen 3"


@pytest.fixture
def path(scene, maja):
    """An approved group's list with three dwellings."""
    where = f"/grupper/{scene.approved()}/hushall"
    maja.submit(where, button="Börja med en tom lista")
    maja.submit(f"{where}/ny", {"addresses": STREET})
    return where


def homes(page):
    found = [e for e in page.all("li") if e.attrib.get("id", "").startswith("b-")]
    return {page.text(e.find(".//h3")): e.attrib["id"].removeprefix("b-") for e in found}


def press(browser, path, address, answer):
    """Press one answer of one row; returns the page that comes."""
    dwelling_id = homes(browser.page(path))[address]
    data = {"status": answer, "tillbaka": path}
    sent = browser.post(f"/hushall/{dwelling_id}/svar", data=data)
    assert sent.status_code == 303
    return sent.location


def pressed(page, dwelling_id):
    form = next(e for e in page.all("form") if e.attrib["action"] == f"/hushall/{dwelling_id}/svar")
    return [
        b.attrib["value"] for b in form.iter("button") if b.attrib.get("aria-pressed") == "true"
    ]


def test_the_first_page_says_who_sees_the_list_before_anything_is_written(scene, maja):
    text = maja.page(f"/grupper/{scene.submitted()}/hushall").text()

    assert "Polisen och kommunen ser bara antal" in text
    assert "papper" in text


def test_a_press_is_kept_and_leads_back_to_the_same_row(maja, path):
    location = press(maja, f"{path}?visa=unanswered", "Björkvägen 2", "joined")

    dwelling_id = homes(maja.page(path))["Björkvägen 2"]
    assert location.endswith(f"#b-{dwelling_id}")
    assert "visa=unanswered" in location
    assert pressed(maja.page(path), dwelling_id) == ["joined"]


def test_a_press_can_be_undone_also_when_the_row_left_the_filter(maja, path):
    location = press(maja, f"{path}?visa=unanswered", "Björkvägen 2", "declined")
    after = maja.page(location)
    assert "Björkvägen 2: Tackar nej." in after.text()
    assert "Björkvägen 2" not in homes(after)

    form = next(e for e in after.all("div") if e.attrib.get("class") == "undo").find("form")
    button = form.find("button")
    maja.post(form.attrib["action"], data={"status": button.attrib["value"], "tillbaka": location})

    assert "Björkvägen 2" in homes(maja.page(f"{path}?visa=unanswered"))
    assert "Ångra" not in maja.page(path).text()


def test_the_way_back_leads_nowhere_else(maja, path):
    dwelling_id = homes(maja.page(path))["Björkvägen 2"]

    sent = maja.post(
        f"/hushall/{dwelling_id}/svar",
        data={"status": "joined", "tillbaka": "//elsewhere.example/x"},
    )

    assert sent.location.startswith("/grupper/")


def test_details_need_a_yes_and_are_erased_with_a_warning(maja, path):
    press(maja, path, "Björkvägen 2", "joined")
    home = f"/hushall/{homes(maja.page(path))['Björkvägen 2']}"

    refused = maja.submit(home, {"names": "Ali Lind"}, button="Spara")
    assert refused.status_code == 422
    assert "Fråga hushållet först" in refused.get_data(as_text=True)
    maja.submit(home, {"names": "Ali Lind", "consents": "y"}, button="Spara")

    assert "Ali Lind" in maja.page(path).text()
    assert "går inte att få tillbaka" in maja.page(home).text()
    maja.submit(home, button="Tackar nej")
    assert "Ali Lind" not in maja.page(path).text()
    assert "Ali Lind" not in maja.page(home).text()


def test_each_field_says_who_sees_it(maja, path):
    press(maja, path, "Björkvägen 2", "joined")
    page = maja.page(f"/hushall/{homes(maja.page(path))['Björkvägen 2']}")

    assert len(re.findall("Inte polisen, inte kommunen", page.text())) == 4


def test_the_groups_page_says_where_its_numbers_come_from(scene, maja, path):
    group_path = path.removesuffix("/hushall")
    assert "gruppen själv har skrivit" in maja.page(group_path).text()

    maja.submit(path, button="Räkna ur listan")
    press(maja, path, "Björkvägen 1", "joined")

    assert "räknas ur gruppens hushållslista" in maja.page(group_path).text()
    assert "1 är med" in maja.page(group_path).text()
    counts = maja.page(f"{group_path}/antal")
    assert {e.attrib.get("name") for e in counts.all("input")} >= {"dwellings"}
    assert "joined" not in {e.attrib.get("name") for e in counts.all("input")}


def test_staff_read_the_numbers_and_are_offered_no_list(scene, maja, signed_in, path):
    group_path = path.removesuffix("/hushall")
    press(maja, path, "Björkvägen 1", "joined")
    petra = signed_in(scene.police())

    assert "hushallslistan" not in petra.page(group_path).text()
    assert "Björkvägen 1" not in petra.page(group_path).text()
    petra.page(path, status=403)
