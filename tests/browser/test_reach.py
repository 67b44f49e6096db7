"""Training and bulletins in figures, and a list of groups that follows what is typed."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from grannsamverkan.groups.models import Group
from grannsamverkan.messages import queries, usecases
from grannsamverkan.messages.queries import aim as aims
from grannsamverkan.messages.rules import Said
from grannsamverkan.messages.usecases import Aim, receiving

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]


@pytest.fixture
def told(signs):
    """A bulletin that reached Maja's group, which passed it on; and a draft."""
    group_id = signs.active()
    writer = signs.coordinator_user.actor
    drafts = [draft(signs, writer, group_id) for _number in range(2)]
    with signs.runtime.work(writer) as work:
        number = aims.number(work, queries.bulletin(work, drafts[0]))
        usecases.send(work, drafts[0], shown=number.counted)
    contact_id = signs.group(group_id).contacts[0].id
    with signs.runtime.work(signs.maja.actor) as work:
        receiving.pass_on(work, drafts[0], contact_id, "chat")
    return drafts[1]


def draft(signs, writer, group_id):
    with signs.runtime.work(writer) as work:
        day = (work.now + timedelta(days=7)).date()
        said = Said("crime", "Inbrott i förråd", "Lås om er.", day)
        bulletin_id = usecases.create(work, signs.here, said).id
    with signs.runtime.work(writer) as work:
        usecases.choose_receivers(work, bulletin_id, Aim("groups", group_ids=[group_id]))
    return bulletin_id


def test_a_coordinator_sees_how_far_a_bulletin_came_in_picture_table_and_file(signs, told, way):
    # given
    sara = signs.window_of(signs.coordinator_user, **way)
    sara.opens("/oversikt")

    # when
    sara.follows("Utbildning och utskick")

    # then
    sara.sees_page("Utbildning och utskick")
    charts = sara.page.locator("svg.chart")
    expect(charts).to_have_count(6)
    for number in range(6):
        chart = charts.nth(number)
        width = chart.evaluate("one => one.getBoundingClientRect().right - innerWidth")
        assert width <= 0
        expect(chart.locator("title")).not_to_be_empty()
    sara.press(sara.page.get_by_text(sara.word("Samma som tabell")).last)
    sara.reads("%(part)s av %(all)s", part="1", all="1")
    rows = sara.downloads(sara.page.get_by_role("link", name=f"{sara.word('Utskick')}, CSV"))
    assert "Inbrott i förråd" in rows.read_text("utf-8-sig")


def test_the_list_of_groups_follows_what_is_typed_and_keeps_what_is_ticked(signs, told, way, given):
    # given
    with given() as work:
        for number in (1, 2, 3):
            work.session.add(
                Group(
                    municipality_id=signs.here,
                    police_area_id=signs.north,
                    name=f"Grupp nummer{number}",
                    state="active",
                    housing="villa",
                    founded_by=signs.maja.id,
                    created_at=work.now,
                )
            )
    sara = signs.window_of(signs.coordinator_user, **way)
    sara.opens(f"/utskick/{told}/mottagare?satt=groups")
    sara.is_ready()
    boxes = sara.page.locator(".choice:visible")
    expect(boxes).to_have_count(4)

    # when
    sara.page.get_by_label(sara.word("Sök grupp"), exact=True).press_sequentially("nummer2")

    # then the chosen one and the one that fits are there, and both are sent
    expect(boxes).to_have_count(2)
    expect(
        sara.page.get_by_text(sara.word("{n} grupper visas").replace("{n}", "2"))
    ).to_be_visible()
    sara.mark(sara.page.get_by_label("Grupp nummer2"))
    sara.presses("Spara och fortsätt")
    sara.sees_page("Läs igenom och skicka")
    expect(sara.page.get_by_text("Grupp nummer2")).to_be_visible()
