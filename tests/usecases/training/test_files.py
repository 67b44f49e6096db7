"""Taking out the list of contact persons is noted, and is for those who follow them."""

import pytest
from sqlalchemy import select

from grannsamverkan.core.actor import Actor
from grannsamverkan.core.audit import AuditEntry
from grannsamverkan.core.errors import NotPermitted
from grannsamverkan.training import usecases
from grannsamverkan.training.queries import files


def entries(scene):
    with scene.runtime.reading() as work:
        return work.session.scalars(
            select(AuditEntry).where(AuditEntry.event == "training_people_export")
        ).all()


def test_who_took_out_how_many_is_noted_and_nobodys_name(scene):
    scene.group(scene.person("Maja Lind"), scene.person("Nils Ek"))

    with scene.runtime.work(scene.coordinator) as work:
        usecases.note_people_export(work)

    (entry,) = entries(scene)
    assert (entry.actor_id, entry.subject, entry.subject_id) == (
        scene.coordinator.id,
        "municipality",
        scene.town.here,
    )
    assert entry.details == {"persons": 2}


def test_whoever_follows_nobody_takes_out_nothing(scene):
    maja = scene.person()
    scene.group(maja)

    with pytest.raises(NotPermitted), scene.runtime.work(Actor("contact", maja.id)) as work:
        usecases.note_people_export(work)

    assert entries(scene) == []


def test_the_rows_are_those_that_the_reader_follows(scene):
    scene.group(scene.person("Maja Lind"), area=scene.town.north)
    scene.group(scene.person("Nils Ek"), area=scene.town.south, name="Lindvägen")

    found = {}
    for who in (scene.coordinator, scene.police(scene.town.south), scene.stranger):
        with scene.runtime.reading(who) as work:
            found[who.id] = [row[0] for row in files.people_rows(work)]

    assert found[scene.coordinator.id] == ["Maja Lind", "Nils Ek"]
    assert found[9003] == ["Nils Ek"]
    assert found[9002] == []
