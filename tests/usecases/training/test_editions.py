"""Material: from a draft to what contact persons get."""

import pytest

from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound, NotPermitted, Unmet
from grannsamverkan.training import queries, usecases
from grannsamverkan.training.rules import Question

SOUND = Question("Vilket nummer?", ("112", "114 14", "118 118"), 0, "Brottet pågår.")


def empty_draft(scene):
    with scene.runtime.work(scene.coordinator) as work:
        return usecases.create_edition(
            work,
            municipality_id=scene.town.here,
            title="Att vara kontaktombud",
            language="sv",
            description="Kort.",
        )


def edition_now(scene, edition):
    with scene.runtime.reading() as work:
        return queries.edition(work, edition.id)


def lacking(scene, edition):
    with scene.runtime.reading() as work:
        return queries.lacking(work, edition)


def test_a_draft_with_its_file_in_the_storage_and_its_questions_is_whole(scene):
    edition = scene.draft()

    kept = edition_now(scene, edition)
    assert (kept.state, kept.kind, len(kept.asked)) == ("draft", "pdf", 3)
    assert scene.runtime.storage.get(kept.stored).startswith(b"%PDF-")
    assert kept.size == len(scene.runtime.storage.get(kept.stored))
    assert lacking(scene, kept) == []


def test_a_draft_says_what_it_lacks_and_is_not_published_without(scene):
    edition = empty_draft(scene)

    assert len(lacking(scene, edition)) == 2
    with (
        pytest.raises(Unmet) as refused,
        scene.runtime.work(scene.coordinator) as work,
    ):
        usecases.publish_edition(work, edition.id, receivers=0)
    assert len(refused.value.missing) == 2
    assert edition_now(scene, edition).state == "draft"


def test_a_link_takes_the_place_of_a_file_and_back(scene):
    edition = scene.draft()
    stored = edition_now(scene, edition).stored

    with scene.runtime.work(scene.coordinator) as work:
        usecases.attach_link(work, edition.id, "https://exempel.se/film")
    linked = edition_now(scene, edition)
    assert (linked.kind, linked.stored, linked.host) == ("link", None, "exempel.se")

    with scene.runtime.work(scene.coordinator) as work:
        usecases.attach_file(work, edition.id, scene.runtime.storage.get(stored))
    assert (edition_now(scene, edition).kind, edition_now(scene, edition).url) == ("pdf", None)


@pytest.mark.parametrize("body", [b"", b"<html>", b"%PDF-1.4 /JavaScript %%EOF"])
def test_a_bad_file_is_refused_at_its_field_and_nothing_is_stored(scene, body):
    edition = empty_draft(scene)
    before = set(scene.runtime.storage.names())

    with pytest.raises(InvalidInput) as refused, scene.runtime.work(scene.coordinator) as work:
        usecases.attach_file(work, edition.id, body)

    assert refused.value.field == "file"
    assert set(scene.runtime.storage.names()) == before
    assert edition_now(scene, edition).kind is None


def test_a_bad_link_is_refused_at_its_field(scene):
    edition = empty_draft(scene)

    with pytest.raises(InvalidInput) as refused, scene.runtime.work(scene.coordinator) as work:
        usecases.attach_link(work, edition.id, "javascript:alert(1)")

    assert refused.value.field == "url"


def test_questions_are_replaced_in_place_and_added_at_the_end(scene):
    edition = scene.draft()

    with scene.runtime.work(scene.coordinator) as work:
        usecases.set_question(work, edition.id, 1, SOUND)
        usecases.set_question(work, edition.id, 7, SOUND)

    asked = edition_now(scene, edition).asked
    assert len(asked) == 4
    assert asked[1] == asked[3] == SOUND
    assert asked[0] != SOUND


def test_an_unsound_question_is_refused_at_its_field(scene):
    edition = empty_draft(scene)
    unsound = Question("?", ("a", "b", "c"), 3, "")

    with pytest.raises(InvalidInput) as refused, scene.runtime.work(scene.coordinator) as work:
        usecases.set_question(work, edition.id, 0, unsound)

    assert refused.value.field == "right"


def test_text_of_a_draft_can_be_changed_and_that_of_a_published_edition_not(scene):
    edition = scene.draft()

    with scene.runtime.work(scene.coordinator) as work:
        usecases.describe_edition(work, edition.id, title="Nytt", language="en", description="x")
    scene.publish(edition)

    assert edition_now(scene, edition).title == "Nytt"
    with pytest.raises(Conflict), scene.runtime.work(scene.coordinator) as work:
        usecases.describe_edition(work, edition.id, title="Fusk", language="sv", description="x")
    with pytest.raises(Conflict), scene.runtime.work(scene.coordinator) as work:
        usecases.set_question(work, edition.id, 0, SOUND)
    with pytest.raises(Conflict), scene.runtime.work(scene.coordinator) as work:
        usecases.attach_link(work, edition.id, "https://exempel.se/")


def test_the_confirmed_number_of_receivers_must_still_be_true(scene):
    edition = scene.draft()
    scene.group(scene.person(), state="approved")

    with pytest.raises(InvalidInput, match="1"), scene.runtime.work(scene.coordinator) as work:
        usecases.publish_edition(work, edition.id, receivers=0)

    assert edition_now(scene, edition).state == "draft"
    assert scene.mails() == []


def test_a_new_edition_takes_the_place_of_the_one_before(scene):
    first = scene.published()
    second = scene.published()

    assert edition_now(scene, first).state == "withdrawn"
    with scene.runtime.reading() as work:
        assert queries.current_edition(work, scene.town.here).id == second.id
    assert [entry.subject_id for entry in scene.events("edition_withdraw")] == [first.id]


def test_publishing_twice_tells_the_second_that_it_is_done(scene):
    edition = scene.published()

    with pytest.raises(Conflict), scene.runtime.work(scene.coordinator) as work:
        usecases.publish_edition(work, edition.id, receivers=0)


def test_another_municipality_neither_sees_nor_changes_the_material(scene):
    edition = scene.draft()

    with scene.runtime.reading(scene.stranger) as work:
        assert queries.editions(work) == []
        with pytest.raises(NotFound):
            queries.edition(work, edition.id)
    with pytest.raises(NotFound), scene.runtime.work(scene.stranger) as work:
        usecases.publish_edition(work, edition.id, receivers=0)
    with pytest.raises(NotFound), scene.runtime.work(scene.stranger) as work:
        usecases.withdraw_edition(work, edition.id)
    with pytest.raises(NotPermitted), scene.runtime.work(scene.stranger) as work:
        usecases.create_edition(
            work, municipality_id=scene.town.here, title="x", language="sv", description=""
        )


def test_police_read_the_material_but_do_not_keep_it(scene):
    edition = scene.draft()

    with scene.runtime.reading(scene.police(scene.town.south)) as work:
        assert [found.id for found in queries.editions(work)] == [edition.id]
    with (
        pytest.raises(NotPermitted),
        scene.runtime.work(scene.police()) as work,
    ):
        usecases.publish_edition(work, edition.id, receivers=0)
    with pytest.raises(NotPermitted), scene.runtime.work(scene.police()) as work:
        usecases.attach_link(work, edition.id, "https://exempel.se/")
    with pytest.raises(NotPermitted), scene.runtime.work(scene.police()) as work:
        usecases.attach_file(work, edition.id, b"%PDF-%%EOF")


def test_a_page_written_here_takes_the_place_of_a_file_and_is_kept_as_written(scene):
    edition = scene.draft()

    with scene.runtime.work(scene.coordinator) as work:
        usecases.attach_page(work, edition.id, "\r\n## Ring 112\r\n\r\nNär det händer nu.\r\n")

    with scene.runtime.reading() as work:
        found = queries.edition(work, edition.id)
        assert queries.page_text(work, found) == "## Ring 112\n\nNär det händer nu."
        assert (found.kind, found.url, found.size) == ("page", None, 33)


def test_a_page_is_written_only_by_those_who_keep_the_material_and_only_in_a_draft(scene):
    edition = scene.draft()

    for actor, error in ((scene.stranger, NotFound), (scene.police(), NotPermitted)):
        with pytest.raises(error), scene.runtime.work(actor) as work:
            usecases.attach_page(work, edition.id, "Text")
    scene.publish(edition)
    with pytest.raises(Conflict), scene.runtime.work(scene.coordinator) as work:
        usecases.attach_page(work, edition.id, "Text")
