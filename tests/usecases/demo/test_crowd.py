"""The crowd that measurements are made on has the shape of a real municipality."""

from sqlalchemy import func, select

from grannsamverkan.core.codes import is_valid
from grannsamverkan.demo import crowd
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.workflow import STATES as GROUP_STATES
from grannsamverkan.signs.models import Photo, PhotoSet, Sign
from grannsamverkan.signs.workflow import STATES as SIGN_STATES


def test_as_many_groups_and_signs_as_asked_for_in_states_that_exist(runtime):
    crowd.fill(runtime, groups=12, signs=150)

    with runtime.reading() as work:
        groups = work.session.scalars(select(Group)).all()
        signs = work.session.scalars(select(Sign)).all()
    assert (len(groups), len(signs)) == (12, 150)
    assert {group.state for group in groups} <= set(GROUP_STATES)
    assert {sign.state for sign in signs} <= set(SIGN_STATES)
    assert all(is_valid(sign.code) for sign in signs)
    assert all(group.contacts for group in groups)


def test_what_waits_for_the_reviewer_has_pictures(runtime):
    crowd.fill(runtime, groups=2, signs=60)

    with runtime.reading() as work:
        waiting = select(func.count()).where(Sign.state == "photos_sent").select_from(Sign)
        photos = work.session.scalars(
            select(Photo).join(PhotoSet).join(Sign).where(Sign.state == "photos_sent")
        ).all()
        assert len(photos) == 3 * work.session.scalar(waiting) > 0
        assert all(work.storage.exists(photo.stored) for photo in photos)
