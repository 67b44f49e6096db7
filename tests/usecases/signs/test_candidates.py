"""Which posts a group can choose among, how they are called, and what goes first."""

import pytest
from shapely import box
from sqlalchemy import select

from grannsamverkan.groups import queries as groups
from grannsamverkan.places.models import Post, PostSight
from grannsamverkan.signs.queries import candidates
from tests.support.ground import put_on_map
from tests.usecases.groups.scene import polygon


@pytest.fixture
def group_id(scene):
    return scene.approved()


@pytest.fixture
def chosen(scene, group_id):
    """What the group can choose among now."""

    def ask(taken=()):
        with scene.runtime.reading() as work:
            return candidates.choices(work, groups.group(work, group_id), taken)

    return ask


def posts(work):
    return {post.number: post for post in work.session.scalars(select(Post))}


def stands(work, like, **changes):
    """One more post, like another but for some columns."""
    columns = {c.name: getattr(like, c.name) for c in Post.__table__.columns if c.name != "id"}
    post = Post(**{**columns, **changes})
    work.session.add(post)
    work.session.flush()
    return post


def judged(work, post, verdict):
    work.session.add(
        PostSight(
            post_id=post.id,
            municipality_id=post.municipality_id,
            verdict=verdict,
            told=[],
            basis="x" * 32,
            checked_at=work.now,
        )
    )


def test_what_hides_nothing_goes_first_and_what_hides_something_last(scene, chosen):
    # given
    with scene.given() as work:
        known = posts(work)
        judged(work, known["1042"], "not_ok")
        judged(work, known["1043"], "person_looks")
        judged(work, known["1044"], "ok")

    # then
    assert [one.number for one in chosen().posts] == ["1044", "1043", "1042"]


def test_a_post_without_a_number_is_called_by_the_house_beside_it(scene, chosen):
    # given
    with scene.given() as work:
        post = posts(work)["1043"]
        post.number = ""
        put_on_map(work, scene.here, ("Björkvägen", "7", post.x + 5, post.y))

    # then
    (nameless,) = (one for one in chosen().posts if not one.number)
    assert nameless.beside == "Björkvägen 7"


def test_one_post_in_two_lists_is_one_to_choose(scene, chosen):
    # given
    with scene.given() as work:
        known = posts(work)
        stands(work, known["1043"], number="", x=known["1043"].x + 1.5)

    # then
    assert [one.number for one in chosen().posts] == ["1042", "1043", "1044"]


def test_two_posts_without_numbers_are_both_there(scene, chosen):
    # given
    with scene.given() as work:
        known = posts(work)
        stands(work, known["1043"], number="", x=known["1043"].x + 20)
        stands(work, known["1043"], number="", x=known["1043"].x + 21)

    # then
    assert sum(not one.number for one in chosen().posts) == 2


def test_posts_that_are_gone_or_far_outside_are_not_offered(scene, chosen):
    # given
    west, south, _east, _north = polygon().bounds
    with scene.given() as work:
        known = posts(work)
        known["1042"].gone_at = work.now
        known["1043"].x, known["1043"].y = west - 40, south - 40

    # then
    assert [one.number for one in chosen().posts] == ["1044"]


def test_no_more_are_shown_than_a_page_holds_and_the_rest_is_counted(scene, chosen):
    # given
    with scene.given() as work:
        like = posts(work)["1042"]
        area = box(*polygon().bounds)
        for number in range(candidates.MOST_POSTS):
            stands(work, like, number=f"A{number}", y=area.bounds[1] + 0.5 * number)

    # when
    found = chosen()

    # then
    assert len(found.posts) == candidates.MOST_POSTS
    assert found.total == candidates.MOST_POSTS + 3
