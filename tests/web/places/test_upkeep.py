"""An administrator keeps the municipality's facts, figures and words, and sees what was changed."""

import re

import pytest

from grannsamverkan.places import queries, rules
from grannsamverkan.places.rules import texts
from tests.support.web import words

SHARE = "/installningar/varde/group.participation_approve_pct"
BINDING = "/installningar/varde/approve.binding_facts"
LEAD = "/installningar/texter/start.lead/sv"


def test_a_change_is_told_with_from_to_and_by_whom_and_taken_back(runtime, staff, municipality):
    admin = staff("admin")
    admin.submit(SHARE, {"value": "60"}, button="Spara")
    admin.submit(SHARE, {"value": "45"}, button="Spara")

    page = admin.page(SHARE).text()
    assert "Gå tillbaka till 60 %" in page
    assert "Gå tillbaka till 50 %" in page
    assert "Andel anslutna" in admin.page("/installningar/historik").text()
    admin.submit(SHARE, button="Gå tillbaka till 60 %")

    with runtime.reading() as work:
        assert queries.setting(work, municipality.id, "group.participation_approve_pct") == 60


def test_a_choice_of_several_is_offered_back_whole(staff, municipality):
    admin = staff("admin")
    admin.post(BINDING, data={"value": ["area"]})

    html = admin.get(BINDING).get_data(as_text=True)

    hidden = re.findall(r'type="hidden" name="value" value="(\w+)"', html)
    assert hidden == rules.SETTINGS["approve.binding_facts"].default


def test_the_effect_is_seen_before_anything_is_saved(runtime, staff, municipality):
    admin = staff("admin")

    answer = admin.submit(SHARE, {"value": "60"}, button="Se vad som påverkas")

    text = words(answer)
    assert answer.status_code == 200
    assert "Från 50 % till 60 %." in text
    assert "0 grupper ligger under gränsen i dag" in text
    assert "Ingenting är sparat än" in text
    with runtime.reading() as work:
        assert queries.setting(work, municipality.id, "group.participation_approve_pct") == 50


def test_a_height_tells_of_the_signs_that_hang_there(staff, municipality):
    answer = staff("admin").submit(
        "/installningar/varde/clearance.footway_least",
        {"value": "2,4"},
        button="Se vad som påverkas",
    )

    assert "0 skyltar sitter under gränsen i dag" in words(answer)


@pytest.mark.sqlite_only
def test_every_setting_can_be_looked_at_before_it_is_saved(staff, municipality):
    admin = staff("admin")

    for key in rules.SETTINGS:
        answer = admin.submit(f"/installningar/varde/{key}", button="Se vad som påverkas")
        assert answer.status_code == 200
        assert "Värdet är detsamma som nu" in words(answer)


@pytest.mark.parametrize(("value", "reason"), [("101", "100 eller mindre"), ("x", "Skriv ett tal")])
def test_a_value_that_cannot_be_has_no_effect_to_show(staff, municipality, value, reason):
    answer = staff("admin").submit(SHARE, {"value": value}, button="Se vad som påverkas")

    assert answer.status_code == 422
    assert reason in words(answer)
    assert "Så här påverkas" not in words(answer)


def test_facts_about_the_municipality_are_changed_and_remembered(runtime, staff, municipality):
    admin = staff("admin")
    values = {"name": "Nya Alby kommun", "privacy_controller": "Kommunstyrelsen, Nya Alby kommun"}

    assert admin.submit("/installningar/kommun", values, button="Spara").status_code == 303

    page = admin.page("/installningar/kommun").text()
    assert "Nya Alby kommun" in page
    assert "Kommunens namn" in admin.page("/installningar/historik").text()


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"name": ""}, "Fyll i det här"),
        ({"function_mailbox": "brevlådan"}, "e-postadress"),
        ({"epsg": "4326"}, "koordinatsystem"),
        ({"epsg": "tre"}, "tal"),
        ({"epsg": "999999"}, "koordinatsystem"),
    ],
)
@pytest.mark.sqlite_only
def test_facts_that_cannot_be_are_told_beside_the_field(staff, municipality, values, reason):
    answer = staff("admin").submit("/installningar/kommun", values, button="Spara")

    assert answer.status_code == 422
    assert reason in words(answer)


def test_a_text_is_looked_at_saved_shown_and_given_back(staff, municipality, new_client):
    admin, visitor = staff("admin"), new_client()
    own = "Välkommen till grannsamverkan i {kommun}."

    looked = admin.submit(LEAD, {"body": own}, button="Visa hur det blir")
    assert f"Välkommen till grannsamverkan i {municipality.name}." in words(looked)
    assert "Välkommen till grannsamverkan" not in visitor.page("/").text()

    admin.submit(LEAD, {"body": own}, button="Spara")
    assert f"Välkommen till grannsamverkan i {municipality.name}." in visitor.page("/").text()
    assert "Egen text" in admin.page("/installningar/texter").text()

    admin.submit(LEAD, button="Gå tillbaka till standardtexten")
    assert texts.TEXTS["start.lead"].standard in visitor.page("/").text()
    assert own in admin.page(LEAD).text()


@pytest.mark.parametrize("body", ["{namn} hälsar", "fel { klammer", "x" * 401])
@pytest.mark.sqlite_only
def test_a_text_that_cannot_be_used_is_told_and_kept(staff, municipality, body):
    answer = staff("admin").submit(LEAD, {"body": body}, button="Spara")

    assert answer.status_code == 422
    assert body in answer.get_data(as_text=True)


@pytest.mark.sqlite_only
def test_a_text_is_shown_as_text_and_never_as_code(staff, municipality, new_client):
    staff("admin").submit(LEAD, {"body": "<b onclick=x()>Hej</b>"}, button="Spara")

    assert "<b onclick" not in new_client().get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/installningar/texter/start.none/sv", "/installningar/texter/start.lead/de"]
)
@pytest.mark.sqlite_only
def test_a_text_that_does_not_exist_has_no_page(staff, municipality, path):
    staff("admin").page(path, status=404)


@pytest.mark.parametrize("role", ["police", "coordinator", "reviewer"])
@pytest.mark.sqlite_only
def test_only_administrators_see_these_pages(staff, municipality, role):
    person = staff(role)

    for path in ("kommun", "texter", "historik", "texter/start.lead/sv"):
        assert person.get(f"/installningar/{path}").status_code == 403


CONTACTS = "/installningar/kontakter"
LINE = {"title": "Stödtelefon", "phone": "020-100 200", "position": "1"}


def test_whom_to_call_has_a_history_and_comes_back(staff, municipality, new_client):
    admin = staff("admin")
    admin.submit(f"{CONTACTS}/ny", LINE, button="Spara")
    found = [link.get("href").split("?")[0] for link in admin.page(CONTACTS).all("a")]
    path = next(href for href in found if href.removeprefix(f"{CONTACTS}/").isdigit())
    admin.submit(path, {"hours": "9–15"}, button="Spara")
    admin.submit(CONTACTS, button="Ta bort")
    assert "Stödtelefon" not in new_client().page("/").text()

    told = admin.page(CONTACTS).text()
    assert "Stödtelefon, 020-100 200, 9–15" in told
    assert "Att ringa: Stödtelefon" in admin.page("/installningar/historik").text()
    admin.submit(CONTACTS, button="Lägg tillbaka Stödtelefon")

    page = new_client().page("/").text()
    assert "020-100 200" in page
    assert "9–15" in page


def test_words_above_the_numbers_and_on_the_page_of_interest_are_the_municipalitys(
    staff, municipality, new_client
):
    admin, visitor = staff("admin"), new_client()
    admin.submit(
        "/installningar/texter/start.call/sv", {"body": "Kom till Torget 1."}, button="Spara"
    )
    admin.submit(
        "/installningar/texter/interest.lead/sv", {"body": "Säg till här."}, button="Spara"
    )

    assert "Kom till Torget 1." in visitor.page("/").text()
    assert "Säg till här." in visitor.page("/intresse").text()


@pytest.mark.parametrize(
    ("key", "value", "told"),
    [
        ("group.households_per_contact_warn", "12", "0 grupper ligger utanför gränsen i dag."),
        ("area.largest_m2", "900000", "0 grupper ligger utanför gränsen i dag."),
        ("group.confirm_months", "6", "0 grupper kan bekräfta sitt år i dag."),
        ("sign.per_area_most", "9", "0 grupper med skyltar ligger utanför gränsen i dag."),
        ("group.confirm_months", "6", "också för det som redan har börjat"),
        ("sign.correction_days", "9", "som redan finns ändras inte"),
    ],
)
@pytest.mark.sqlite_only
def test_the_effect_of_limits_and_clocks_is_counted_or_told(staff, municipality, key, value, told):
    answer = staff("admin").submit(
        f"/installningar/varde/{key}", {"value": value}, button="Se vad som påverkas"
    )

    assert told in words(answer)
