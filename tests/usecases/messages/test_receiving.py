"""Contact persons read, pass on and choose; senders see counts and nothing else."""

from dataclasses import asdict

import pytest

from grannsamverkan.core.errors import Conflict, InvalidInput, NotFound
from grannsamverkan.messages import queries, usecases
from grannsamverkan.messages.queries import own
from grannsamverkan.messages.queries.reach import at_a_glance
from grannsamverkan.messages.usecases import Correction, receiving


def test_reading_is_a_press_and_counts_once(scene, group):
    bulletin = scene.sent()
    with scene.runtime.reading(scene.maja.actor) as work:
        assert not own.own(work, bulletin).is_read
    assert scene.reach(bulletin).read == 0

    scene.reads(bulletin)
    first = scene.receivers(bulletin)[0].read_at
    scene.runtime.clock.forward(days=1)
    scene.reads(bulletin)

    assert scene.reach(bulletin).read == 1
    assert scene.receivers(bulletin)[0].read_at == first


def test_passing_on_is_a_fact_with_its_channel_and_means_having_read(scene, group):
    bulletin = scene.sent()

    scene.passes(bulletin, group, "board")

    (fact,) = scene.passings()
    assert (fact.channel, fact.group_id, fact.at) == ("board", group, scene.runtime.clock())
    reach = scene.reach(bulletin)
    assert (reach.read, reach.passed) == (1, 1)
    assert reach.channels == {"chat": 0, "board": 1, "told": 0}


def test_the_first_passing_on_is_the_groups_first_information(scene):
    group = scene.approved()
    bulletin = scene.sent()
    assert scene.group(group).facts == []

    scene.passes(bulletin, group)
    scene.passes(bulletin, group, "board")

    assert [fact.kind for fact in scene.group(group).facts] == ["first_information"]


def test_a_press_that_comes_twice_is_one_and_a_later_one_is_another(scene, group, clock):
    bulletin = scene.sent()

    scene.passes(bulletin, group)
    clock.forward(seconds=5)
    scene.passes(bulletin, group)
    assert len(scene.passings()) == 1

    clock.forward(seconds=120)
    scene.passes(bulletin, group)
    assert len(scene.passings()) == 2
    assert scene.reach(bulletin).channels["chat"] == 1


def test_reach_counts_groups_once_however_many_pass_on(scene, group):
    nils = scene.person("Nils Ek")
    scene.add_contact(group, nils)
    other = scene.grouped("Lindvägen", scene.person("Olle Al"))
    bulletin = scene.sent()

    scene.passes(bulletin, group, "chat")
    scene.passes(bulletin, group, "chat", nils)
    scene.passes(bulletin, group, "told", nils)

    reach = scene.reach(bulletin)
    assert (reach.groups, reach.persons, reach.passed) == (2, 3, 1)
    assert reach.channels == {"chat": 1, "board": 0, "told": 1}
    assert other != group


def test_reach_is_numbers_alone(scene, group):
    reach = scene.reach(scene.sent())

    values = asdict(reach)
    assert set(values.pop("channels")) == {"chat", "board", "told"}
    assert all(isinstance(value, int) for value in values.values())


def test_only_who_was_sent_it_reads_it_and_only_while_a_contact_person(scene, group):
    nils = scene.person("Nils Ek")
    scene.add_contact(group, nils)
    bulletin = scene.sent()

    stranger = scene.person("Olle Al")
    with pytest.raises(NotFound):
        scene.reads(bulletin, stranger)
    scene.leaves(group, nils)
    with pytest.raises(NotFound):
        scene.reads(bulletin, nils)

    scene.reads(bulletin)
    assert scene.reach(bulletin).read == 1


def test_nobody_passes_on_for_another_contact_person(scene, group):
    nils = scene.person("Nils Ek")
    scene.add_contact(group, nils)
    bulletin = scene.sent()
    contact = scene.contact_of(group, nils)

    with scene.runtime.work(scene.maja.actor) as work, pytest.raises(NotFound):
        receiving.pass_on(work, bulletin, contact, "chat")

    assert scene.passings() == []


def test_an_unknown_channel_is_refused(scene, group):
    bulletin = scene.sent()

    with pytest.raises(InvalidInput):
        scene.passes(bulletin, group, "pigeon")

    assert scene.passings() == []


def test_what_was_taken_back_is_not_passed_on(scene, group):
    bulletin = scene.sent()
    with scene.runtime.work(scene.petra.actor) as work:
        usecases.withdraw(work, bulletin, Correction("Det gäller inte."))

    with pytest.raises(Conflict):
        scene.passes(bulletin, group)

    assert scene.passings() == []


def test_the_start_lists_what_is_new_with_the_urgent_first(scene, group, clock):
    read = scene.sent(title="Läst")
    scene.reads(read)
    scene.sent(title="Vanligt")
    clock.forward(seconds=60)
    scene.sent(title="Bråttom", urgent=True)
    clock.forward(seconds=60)
    scene.sent(title="Nyast")

    with scene.runtime.reading(scene.maja.actor) as work:
        titles = [one.title for one in own.unread(work, 10)]

    assert titles == ["Bråttom", "Nyast", "Vanligt"]


def test_senders_see_own_drafts_and_what_still_holds_at_a_glance(scene, group, clock):
    scene.passes(scene.sent(title="Skickat"), group)
    scene.drafted(title="Utkast")
    scene.drafted(scene.sara, title="Saras")

    with scene.runtime.reading(scene.petra.actor) as work:
        seen = [(one.title, one.groups, one.passed) for one in at_a_glance(work, 10)]
    assert seen == [("Utkast", 0, 0), ("Skickat", 1, 1)]

    clock.forward(days=8)
    with scene.runtime.reading(scene.petra.actor) as work:
        assert [one.title for one in at_a_glance(work, 10)] == ["Utkast"]


def test_a_channel_belongs_to_one_group_of_the_person(scene, group):
    other = scene.grouped("Lindvägen")
    contact = scene.contact_of(group, scene.maja)

    with scene.runtime.work(scene.maja.actor) as work:
        receiving.choose_channel(work, contact, "chat")
    with scene.runtime.work(scene.maja.actor) as work:
        receiving.choose_channel(work, contact, "board")

    with scene.runtime.reading(scene.maja.actor) as work:
        both = [contact, scene.contact_of(other, scene.maja)]
        assert own.channels(work, both) == {contact: "board"}


def test_nobody_chooses_for_another(scene, group):
    nils = scene.person("Nils Ek")
    scene.add_contact(group, nils)
    contact = scene.contact_of(group, nils)

    with scene.runtime.work(scene.maja.actor) as work, pytest.raises(NotFound):
        receiving.choose_channel(work, contact, "chat")


def test_the_public_page_is_found_by_its_code_in_any_spelling_and_never_for_drafts(scene, group):
    draft, sent = scene.bulletin(scene.drafted()), scene.bulletin(scene.sent())

    with scene.runtime.reading() as work:
        spelled = f"{sent.code[:5]}-{sent.code[5:]}".lower()
        assert queries.public(work, spelled).id == sent.id
        with pytest.raises(NotFound):
            queries.public(work, draft.code)
