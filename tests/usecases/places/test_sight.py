"""The sight check of a municipality's posts, from its map to what is kept."""

from dataclasses import fields

import pytest
from sqlalchemy import select

from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.core.errors import NotPermitted
from grannsamverkan.core.jobs import Job
from grannsamverkan.geometry.sight.rules import Rules
from grannsamverkan.places import jobs, usecases
from grannsamverkan.places.models import Post, PostSight
from grannsamverkan.places.queries import sight as queries
from grannsamverkan.places.rules import SETTINGS
from grannsamverkan.places.usecases import imports, sight

# Two streets that cross, each 6 m wide: lamp 1 in the corner 4.6 m from the middle of both, lamp 2
# far from everything, lamp 3 on the post of a road sign.
MAP = """<osm>
<node id="1" lat="58.40000" lon="12.34800"/><node id="2" lat="58.40000" lon="12.35000"/>
<node id="3" lat="58.40000" lon="12.35200"/><node id="4" lat="58.39900" lon="12.35000"/>
<node id="5" lat="58.40100" lon="12.35000"/>
<node id="11" lat="58.400042" lon="12.350080"><tag k="highway" v="street_lamp"/>
  <tag k="ref" v="1"/></node>
<node id="12" lat="58.40060" lon="12.35150"><tag k="highway" v="street_lamp"/>
  <tag k="ref" v="2"/></node>
<node id="13" lat="58.39996" lon="12.34930"><tag k="highway" v="street_lamp"/><tag k="ref" v="3"/>
  <tag k="traffic_sign" v="SE:C31"/></node>
<way id="7"><nd ref="1"/><nd ref="2"/><nd ref="3"/><tag k="highway" v="residential"/>
  <tag k="name" v="Ängsvägen"/><tag k="width" v="6"/></way>
<way id="8"><nd ref="4"/><nd ref="2"/><nd ref="5"/><tag k="highway" v="residential"/>
  <tag k="name" v="Åkervägen"/><tag k="width" v="6"/></way>
</osm>"""


@pytest.fixture
def admin(municipality):
    return Actor("staff", 7, roles=(Role("admin", municipality.id),))


@pytest.fixture
def change(runtime, municipality, admin):
    def to(key, value):
        with runtime.work(admin) as work:
            usecases.change_setting(work, municipality, key, value)

    return to


@pytest.fixture
def mapped(runtime, municipality, tmp_path, change):
    path = tmp_path / "karta.osm"
    path.write_text(MAP)
    with runtime.work() as work:
        imports.import_file(work, municipality, path)
    change("sight.position_error", 0.5)
    change("sight.planned_edge", 1.0)
    return municipality


@pytest.fixture
def kept(runtime, municipality):
    """Check all posts; the kept answers by the posts' numbers."""

    def check(processes=1):
        for _ in jobs.checked_posts(runtime, municipality.id, processes):
            pass
        with runtime.reading() as work:
            rows = work.session.execute(
                select(Post.number, PostSight).join(PostSight, PostSight.post_id == Post.id)
            )
            return dict(rows.all())

    return check


def waiting(runtime, kind):
    with runtime.reading() as work:
        return list(work.session.scalars(select(Job).where(Job.kind == kind)))


def test_every_figure_of_the_engine_is_a_setting_with_the_same_default():
    defaults = Rules()
    for field in fields(Rules):
        assert SETTINGS[queries.setting_key(field.name)].default == getattr(defaults, field.name)


def test_each_post_gets_the_answer_of_its_place(mapped, kept):
    # when
    found = kept()

    # then
    assert {number: row.verdict for number, row in found.items()} == {
        "1": "person_looks",
        "2": "ok",
        "3": "not_ok",
    }
    assert "triangle" in {told["rule"] for told in found["1"].told}
    assert found["3"].told[0]["code"] == "own_post"
    assert found["2"].told == []


def test_a_post_is_told_from_which_height_it_would_do(mapped, kept):
    found = kept()

    assert found["3"].ok_from is None
    assert found["1"].ok_from == 2.5


def test_several_processes_say_the_same(mapped, kept, runtime):
    alone = {number: (row.verdict, row.ok_from) for number, row in kept().items()}
    with runtime.work() as work:
        for row in work.session.scalars(select(PostSight)):
            work.session.delete(row)
        work.require(lambda _actor: True)

    assert {n: (row.verdict, row.ok_from) for n, row in kept(2).items()} == alone


def test_posts_whose_answer_still_holds_are_not_checked_again(mapped, kept, runtime):
    kept()

    with runtime.reading() as work:
        assert queries.old_posts(work, mapped.id) == []


def test_another_figure_makes_every_answer_old_and_asks_for_new_ones(mapped, kept, change, runtime):
    # given
    kept()
    asked = len(waiting(runtime, "check_sight"))

    # when: nothing is asked for below 4 m any more
    change("sight.band_lorry", 0.8)

    # then
    with runtime.reading() as work:
        assert len(queries.old_posts(work, mapped.id)) == 3
    assert len(waiting(runtime, "check_sight")) == asked + 1


def test_a_setting_of_something_else_asks_for_nothing(mapped, change, runtime):
    asked = len(waiting(runtime, "check_sight"))

    change("sign.correction_days", 20)

    assert len(waiting(runtime, "check_sight")) == asked


def test_the_parts_that_changed_are_told_apart(mapped, change, runtime, tmp_path):
    # given
    with runtime.reading() as work:
        before = queries.basis(work, mapped.id)

    # when
    change("sight.right_hand", False)
    with runtime.reading() as work:
        ruled = queries.basis(work, mapped.id)

    # then
    assert queries.what_changed(before, ruled) == ["rules"]
    assert queries.what_changed(before, before) == []


def test_the_job_does_what_an_import_asks_for(mapped, runtime):
    # given
    (*_, job) = waiting(runtime, "check_sight")

    # when
    jobs.check_sight(runtime, **job.args)

    # then
    with runtime.reading() as work:
        assert sum(queries.counts(work, mapped.id).values()) == 3


def test_a_post_that_is_gone_has_no_answer_any_more(mapped, kept, runtime):
    # given
    kept()
    with runtime.work() as work:
        work.require(lambda _actor: True)
        work.session.scalars(select(Post).where(Post.number == "2")).one().gone_at = work.now

    # when
    found = kept()

    # then
    assert set(found) == {"1", "3"}


def test_only_the_system_keeps_answers(mapped, runtime, admin):
    with pytest.raises(NotPermitted), runtime.work(admin) as work:
        sight.keep_verdicts(work, mapped, [], "x")
    with pytest.raises(NotPermitted), runtime.work(admin) as work:
        sight.finish_check(work, mapped, posts=0, changed=0)


def test_what_a_plate_rests_on_is_told_with_its_source(mapped, runtime):
    with runtime.reading() as work:
        told = queries.sources(work, mapped.id)["corner_street"]

    assert (told["setting"], told["value"], told["unit"]) == ("sight.corner_street", 10.0, "m")
    assert "Flens" in told["source"]
