"""What photos are held against is kept by those who keep the rules, and heeded by the next look."""

from dataclasses import replace

import pytest

from grannsamverkan.core.actor import SYSTEM
from grannsamverkan.core.errors import InvalidInput, NotFound, NotPermitted
from grannsamverkan.places.models import Municipality
from grannsamverkan.signs.queries import evidence
from grannsamverkan.signs.usecases import artworks
from grannsamverkan.signs.usecases.artworks import Face, NewArtwork
from tests.usecases.signs.case import SignScene

FIGURES = {"n": 120, "auc": 0.91}


@pytest.fixture
def scene(runtime, given):
    return SignScene(runtime, given)


@pytest.fixture
def new(runtime):
    """A face of 600 by 800 px for a plate of 300 by 400 mm."""
    stored = runtime.storage.put([b"a printed face"])
    return NewArtwork("Skylt 2024", Face(stored, 600, 800), 300, 400, (0.1, 0.8, 0.6, 0.95))


def add(scene, new, who=None):
    with scene.runtime.work((who or scene.reviewer).actor) as work:
        return artworks.add_artwork(work, work.get(Municipality, scene.here), new).id


def looked_for(scene):
    """The faces that a look is asked to find: (picture, width in mm)."""
    with scene.runtime.reading() as work:
        return [(one.picture, one.width_mm) for one in evidence.artworks(work, scene.here)]


def use(scene, artwork_id, *, used, who=None, where=None):
    with scene.runtime.work((who or scene.reviewer).actor) as work:
        municipality = work.get(Municipality, where or scene.here)
        artworks.use_artwork(work, municipality, artwork_id, used=used)


def learnt(scene, where=None):
    stored = scene.runtime.storage.put([b"weights"])
    with scene.runtime.work(SYSTEM) as work:
        municipality = work.get(Municipality, where or scene.here)
        return artworks.keep_rust_model(work, municipality, stored, FIGURES).id


def switch(scene, model_id, who=None):
    with scene.runtime.work((who or scene.reviewer).actor) as work:
        artworks.switch_rust_model(work, work.get(Municipality, scene.here), model_id)


def in_use(scene):
    with scene.runtime.reading() as work:
        return [row.id for row in evidence.rust_models(work, scene.here) if row.used]


def test_an_added_face_is_looked_for_instead_of_the_products_own(scene, new):
    before = looked_for(scene)
    add(scene, new)

    assert before != []
    assert looked_for(scene) == [(b"a printed face", 300)]


def test_a_face_that_is_left_out_is_looked_for_no_longer_and_can_be_used_again(scene, new):
    own = looked_for(scene)
    added = add(scene, new)
    use(scene, added, used=False)
    left_out = looked_for(scene)
    use(scene, added, used=True)

    assert left_out == own
    assert looked_for(scene) == [(b"a printed face", 300)]


@pytest.mark.parametrize(
    ("face", "height_mm", "field"),
    [((399, 532), 400, "picture"), ((600, 800), 413, "height_mm"), ((800, 600), 400, "height_mm")],
    ids=["too-small", "a-little-too-high", "sides-swapped"],
)
def test_a_face_that_could_not_be_measured_by_is_not_added(scene, new, face, height_mm, field):
    wrong = replace(new, face=Face(new.face.stored, *face), height_mm=height_mm)

    with pytest.raises(InvalidInput) as refused:
        add(scene, wrong)

    assert refused.value.field == field
    assert b"a printed face" not in [picture for picture, _width in looked_for(scene)]


def test_a_bleed_of_a_few_millimetres_is_no_fault(scene, new):
    assert add(scene, replace(new, height_mm=411))


def test_others_add_and_leave_out_nothing(scene, new):
    added = add(scene, new)

    with pytest.raises(NotPermitted):
        add(scene, new, scene.coordinator_user)
    with pytest.raises(NotPermitted):
        use(scene, added, used=False, who=scene.coordinator_user)
    with pytest.raises(NotFound):
        use(scene, added + 1, used=False)


def test_a_learnt_model_judges_once_it_is_switched_on(scene):
    first, second = learnt(scene), learnt(scene)
    before = in_use(scene)
    switch(scene, first)
    then = in_use(scene)
    switch(scene, second)

    assert (before, then, in_use(scene)) == ([], [first], [second])
    switch(scene, None)
    assert in_use(scene) == []


def test_only_the_system_keeps_models_and_only_own_ones_are_switched_on(scene):
    elsewhere = learnt(scene, where=scene.elsewhere)

    with pytest.raises(NotFound):
        switch(scene, elsewhere)
    with pytest.raises(NotPermitted):
        switch(scene, learnt(scene), scene.coordinator_user)
    with pytest.raises(NotPermitted), scene.runtime.work(scene.reviewer.actor) as work:
        artworks.keep_rust_model(work, work.get(Municipality, scene.here), "x", FIGURES)
    assert in_use(scene) == []
