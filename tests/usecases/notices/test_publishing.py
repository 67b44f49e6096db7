"""A municipality writes its own texts: each version stays, and a consent knows which it was."""

from datetime import timedelta

import pytest

from grannsamverkan.core.errors import InvalidInput, NotFound, NotPermitted
from grannsamverkan.core.i18n import local
from grannsamverkan.notices import queries, rules, usecases
from grannsamverkan.notices.usecases import Draft
from grannsamverkan.places.models import Municipality
from tests.usecases.groups.scene import Scene

SAYS = "{controller} {dpo} [imy.se](https://www.imy.se)"


@pytest.fixture
def scene(runtime, given):
    return Scene(runtime, given)


@pytest.fixture
def admin(scene):
    return scene.staff("Alva Admin", ("admin", None)).actor


def publish(scene, actor, *, text=SAYS, days=0, kind="privacy", change="Nytt"):
    with scene.runtime.work(actor) as work:
        day = local(work.now).date() + timedelta(days=days)
        draft = Draft(text, f"In English: {text}", day, change)
        return usecases.publish(work, work.get(Municipality, scene.here), kind, draft).version


def current(scene, kind="privacy"):
    with scene.runtime.reading() as work:
        return queries.current(work, scene.here, kind)


def test_the_products_own_text_holds_until_there_is_another(scene):
    assert current(scene).is_starter
    assert current(scene).version == "2026-11"


def test_a_new_version_holds_from_its_day_on(scene, admin, clock):
    version = publish(scene, admin, days=3)
    assert current(scene).is_starter

    clock.forward(days=3)

    assert (current(scene).version, current(scene).text["sv"]) == (version, SAYS)


def test_every_version_can_be_read_for_good(scene, admin):
    first = publish(scene, admin)
    second = publish(scene, admin, text=SAYS + " mer")

    with scene.runtime.reading() as work:
        assert [one.version for one in queries.history(work, scene.here, "privacy")] == [
            second,
            first,
            "2026-11",
        ]
        assert queries.named(work, scene.here, "privacy", first).text["sv"] == SAYS
        with pytest.raises(NotFound):
            queries.named(work, scene.here, "privacy", "2020-01")


def test_another_municipality_keeps_its_own(scene, admin):
    publish(scene, admin)

    with scene.runtime.reading() as work:
        assert queries.current(work, scene.elsewhere, "privacy").is_starter


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": "Utan det som krävs"}, "text_sv"),
        ({"text": SAYS + " {fel_namn}"}, "text_sv"),
        ({"days": -1}, "valid_from"),
    ],
)
def test_what_cannot_be_published_is_said_at_its_field(scene, admin, changes, field):
    with pytest.raises(InvalidInput) as refusal:
        publish(scene, admin, **changes)

    assert refusal.value.field == field


def test_the_same_text_is_no_new_version(scene, admin):
    publish(scene, admin)

    with pytest.raises(InvalidInput):
        publish(scene, admin, text=SAYS.replace(" ", "\r\n"))


def test_only_the_municipalitys_administrators_write(scene):
    for user in (scene.coordinator(), scene.police("Pia Polis"), scene.maja):
        with pytest.raises(NotPermitted):
            publish(scene, user.actor)


def test_a_text_says_the_figures_that_the_program_keeps_to(scene):
    with scene.runtime.reading() as work:
        place = work.get(Municipality, scene.here)
        shown = str(queries.shown(work, place, "{photo.retention_original_days} dagar, {mailbox}"))

    assert "30 dagar" in shown
    assert "{" not in shown.replace("{'", "")


def test_the_markers_of_kinds_are_known(scene):
    with scene.runtime.reading() as work, pytest.raises(NotFound):
        queries.history(work, scene.here, "recipes")
    assert set(rules.starters()) == set(rules.KINDS)
