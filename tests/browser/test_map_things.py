"""What stands on the map beside the page's own list: posts with verdicts, road signs, signals."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from grannsamverkan.places import policy
from grannsamverkan.places.models import MapThing, Post, PostSight
from tests.support.waiting import until

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]

INKED = """canvas => {
  const { width, height } = canvas;
  const data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
  let inked = 0;
  for (let i = 3; i < data.length; i += 4) inked += data[i] > 0;
  return inked;
}"""
A_FEW_MARKS = 100
LEGEND = (
    "Stolpe där skylten går bra",
    "Stolpe där en person tittar",
    "Stolpe där skylten inte går",
    "Trafiksignal",
)


def drawn(person) -> int:
    """How many pixels of the layer are drawn on."""
    return int(person.page.locator("canvas.map__things").evaluate(INKED))


@pytest.fixture
def street(signs):
    """A group whose posts are checked, with a road sign and a signal beside them."""
    group_id = signs.active()
    with signs.runtime.work() as work:
        work.require(policy.may_found)
        posts = work.session.scalars(select(Post).order_by(Post.number)).all()
        for post, verdict in zip(posts, ("ok", "person_looks", "not_ok"), strict=False):
            work.session.merge(
                PostSight(
                    post_id=post.id,
                    municipality_id=post.municipality_id,
                    verdict=verdict,
                    told=[],
                    basis="",
                    checked_at=work.now,
                )
            )
        here = {"municipality_id": posts[0].municipality_id, "source_id": posts[0].source_id}
        x, y = posts[0].x, posts[0].y
        sign = MapThing(kind="sign", code="SE:C31", facing=180, x=x + 6, y=y + 8, **here)
        signal = MapThing(kind="signal", x=x - 6, y=y - 8, **here)
        work.session.add_all([sign, signal])
    return group_id


def test_the_planning_map_shows_what_stands_there_and_says_it_in_words(signs, street, way):
    # given
    maja = signs.window_of(signs.maja, **way)

    # when
    with maja.page.expect_response(lambda answer: "/karta/saker.json" in answer.url) as told:
        maja.opens(f"/grupper/{street}/skyltar")

    # then what the server tells is drawn
    assert told.value.ok
    canvas = maja.page.locator("canvas.map__things")
    expect(canvas).to_have_count(1)
    assert until(lambda: drawn(maja) > A_FEW_MARKS)

    # and the posts to choose among say by name what their shapes show
    for number, verdict in (
        ("1043", "En person tittar på platsen."),
        ("1044", "Skylten går inte här."),
    ):
        named = maja.word("Stolpe {number}").format(number=number)
        marker = maja.page.get_by_role("button", name=f"{named} {maja.word(verdict)}", exact=True)
        expect(marker).to_be_visible()

    # and the legend says in words what the shapes mean
    for words in LEGEND:
        maja.reads(words)

    # and nothing is wider than the page
    assert maja.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_from_afar_posts_are_heaps_and_come_back_when_one_is_near(signs, street, somebody):
    # given
    maja = signs.window_of(signs.maja, language="sv", phone=False)
    asked = []
    maja.page.on("response", lambda answer: "saker.json" in answer.url and asked.append(answer))
    maja.opens(f"/grupper/{street}/skyltar")
    expect(maja.page.locator("canvas.map__things")).to_have_count(1)
    assert until(lambda: drawn(maja) > A_FEW_MARKS)

    # when one goes as far away as one can
    out = maja.page.get_by_role("button", name=maja.word("Zooma ut"))
    while "leaflet-disabled" not in (out.get_attribute("class") or ""):
        out.click()

    # then every post is told of in a heap
    expect(maja.page.locator("canvas.map__things")).to_be_visible()
    assert until(lambda: drawn(maja) > A_FEW_MARKS)
    assert any("counts" in answer.json() for answer in asked)
