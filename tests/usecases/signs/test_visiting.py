"""Who else has a case open right now."""

import pytest

from grannsamverkan.core.errors import DomainError
from grannsamverkan.signs.usecases import visiting


@pytest.fixture
def sign_id(scene):
    return scene.photos_sent()


def visit(scene, sign_id, person):
    with scene.runtime.work(person.actor) as work:
        return visiting.visit(work, sign_id)


def test_a_colleague_who_has_the_case_open_is_named_and_oneself_is_not(scene, sign_id):
    maria = scene.staff("Maria Sund", ("reviewer", None))

    assert visit(scene, sign_id, maria) == []
    assert visit(scene, sign_id, scene.reviewer) == ["Maria Sund"]
    assert visit(scene, sign_id, maria) == ["Gustav Granskare"]


def test_whoever_left_or_is_not_heard_of_is_named_no_longer(scene, sign_id, clock):
    maria = scene.staff("Maria Sund", ("reviewer", None))
    olle = scene.staff("Olle Ek", ("reviewer", None))
    visit(scene, sign_id, maria)
    visit(scene, sign_id, olle)
    with scene.runtime.work(olle.actor) as work:
        visiting.leave(work, sign_id)
    assert visit(scene, sign_id, scene.reviewer) == ["Maria Sund"]

    clock.forward(seconds=76)

    assert visit(scene, sign_id, scene.reviewer) == []


def test_another_case_is_another_matter(scene, sign_id):
    other = scene.photos_sent(scene.handed_out(scene.sign(sign_id).group_id, "1043"))
    visit(scene, other, scene.staff("Maria Sund", ("reviewer", None)))

    assert visit(scene, sign_id, scene.reviewer) == []


def test_nobody_but_reviewers_tells_or_asks(scene, sign_id):
    for person in (scene.maja, scene.coordinator_user, scene.police("Pia Polis")):
        with pytest.raises(DomainError):
            visit(scene, sign_id, person)
