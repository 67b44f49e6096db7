"""Settings and contacts, as those who keep them see them."""

import pytest

from grannsamverkan.places import queries, rules
from tests.support.html import Page

SHARE = "/installningar/varde/group.participation_approve_pct"


def test_every_setting_is_shown_with_its_source(staff, municipality):
    # when
    page = staff("admin").page("/installningar")

    # then
    for definition in rules.SETTINGS.values():
        assert definition.label in page.text()
        assert definition.source in page.text()


@pytest.mark.sqlite_only
def test_every_setting_has_a_page_that_keeps_the_value_it_shows(runtime, staff, municipality):
    # given
    admin = staff("admin")

    # then
    for key, definition in rules.SETTINGS.items():
        assert admin.submit(f"/installningar/varde/{key}", {}, button="Spara").status_code == 303
        with runtime.reading() as work:
            assert queries.setting(work, municipality.id, key) == definition.default


def test_a_new_value_is_kept_and_told(runtime, staff, municipality):
    # when
    page = Page(staff("admin").submit(SHARE, {"value": "60"}, button="Spara", follow=True).text)

    # then
    assert "är ändrad" in page.text()
    assert "Eget värde" in page.text()
    with runtime.reading() as work:
        assert queries.setting(work, municipality.id, "group.participation_approve_pct") == 60


@pytest.mark.parametrize(
    ("value", "words"), [("101", "100 eller mindre"), ("hälften", "Skriv ett tal"), ("", "Skriv")]
)
def test_a_value_that_cannot_be_stays_in_the_field_with_the_reason(
    staff, municipality, value, words
):
    # when
    answer = staff("admin").submit(SHARE, {"value": value}, button="Spara")

    # then
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{value}"' in answer.text


def test_nothing_can_bind(runtime, staff, municipality):
    # when
    answer = staff("admin").post("/installningar/varde/approve.binding_facts", data={})

    # then
    assert answer.status_code == 303
    with runtime.reading() as work:
        assert queries.setting(work, municipality.id, "approve.binding_facts") == []


def test_a_setting_that_does_not_exist_has_no_page(staff, municipality):
    staff("admin").page("/installningar/varde/group.nothing", status=404)


def test_whom_to_call_is_kept_by_the_coordinator(runtime, staff, municipality):
    # given
    coordinator = staff("coordinator")
    assert "Ingen att ringa än" in coordinator.page("/installningar/kontakter").text()

    # when
    values = {"title": "Kommunpolis", "phone": "114 14", "name": "Eva Ek", "position": "1"}
    assert coordinator.submit("/installningar/kontakter/ny", values).status_code == 303

    # then
    assert "Eva Ek" in coordinator.page("/installningar/kontakter").text()
    with runtime.reading() as work:
        [contact] = queries.public_contacts(work, municipality.id)

    # when
    path = f"/installningar/kontakter/{contact.id}"
    assert coordinator.submit(path, {"name": "Åke Ö"}).status_code == 303
    assert "Åke Ö" in coordinator.page("/installningar/kontakter").text()
    assert coordinator.post(f"{path}/ta-bort").status_code == 303
    assert "Ingen att ringa än" in coordinator.page("/installningar/kontakter").text()


@pytest.mark.parametrize(
    ("field", "value"), [("title", ""), ("phone", ""), ("email", "eva@"), ("position", "först")]
)
def test_a_contact_with_a_fault_is_not_kept_and_what_was_written_stays(
    runtime, staff, municipality, field, value
):
    # when
    values = {"title": "Polis", "phone": "114 14", "name": "Ö & Å", "position": "1", field: value}
    answer = staff("coordinator").submit("/installningar/kontakter/ny", values)

    # then
    assert answer.status_code == 422
    assert "Ö &amp; Å" in answer.text
    with runtime.reading() as work:
        assert queries.public_contacts(work, municipality.id) == []
