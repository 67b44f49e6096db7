"""An area changes, and signs hang outside it."""

import pytest
from shapely.affinity import translate

from grannsamverkan.groups.usecases import change


@pytest.mark.parametrize(("metres", "told"), [(2, False), (5_000, True)])
def test_its_people_and_the_coordinator_are_told_of_signs_outside_the_new_area(scene, metres, told):
    # given a group with a sign on a post in its area
    group_id = scene.active()
    scene.planned(group_id, "1042")

    # when the area is moved
    with scene.runtime.work(scene.maja.actor) as work:
        moved = translate(scene.group(group_id).area, metres, 0)
        change.ask_for_area(work, group_id, area=moved, streets="", reason="Vi flyttar.")
    if told:
        with scene.runtime.work(scene.police("Ny Polis").actor) as work:
            change.accept_area(work, group_id)

    # then
    letters = {to for _letter, to in scene.mails("signs_outside")}
    wanted = {"maja@exempel.se", scene.coordinator_user.email} if told else set()
    assert wanted <= letters
    assert bool(letters) is told
