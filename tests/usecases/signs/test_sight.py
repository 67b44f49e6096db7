"""The sight check of signs: when it is made, with which height, and who is told what changed."""

import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from shapely import LineString
from sqlalchemy import select

from grannsamverkan.core.actor import Actor, Role
from grannsamverkan.core.errors import InvalidInput, NotPermitted
from grannsamverkan.core.jobs import Job
from grannsamverkan.core.pdf import compile_pdf
from grannsamverkan.geometry.sight.model import Answer, Found, Missing, Plate, Shape
from grannsamverkan.imaging import plain
from grannsamverkan.places import jobs as place_jobs
from grannsamverkan.places import usecases as places
from grannsamverkan.places.models import MapFeature, MapSource, MapThing, Municipality, Post
from grannsamverkan.places.usecases.sight import told
from grannsamverkan.signs import queries as sign_queries
from grannsamverkan.signs.cli.sight import sight as command
from grannsamverkan.signs.jobs import sight as jobs
from grannsamverkan.signs.models import SignDecision
from grannsamverkan.signs.prints import hand_out_letter
from grannsamverkan.signs.prints import sight as prints
from grannsamverkan.signs.prints.decisions import TEMPLATE, document
from grannsamverkan.signs.queries import sight as queries
from grannsamverkan.signs.usecases import review, sight
from grannsamverkan.signs.words import sight as words
from tests.usecases.signs.case import GOOD


@pytest.fixture
def street(scene):
    return lay_street(scene)


def lay_street(scene):
    """A street 6 m south of the posts, with a road sign 4 m west of post 1042 for who comes from
    the east, and another one at post 1044; returns its source."""
    with scene.given() as work:
        post = work.session.scalars(select(Post).where(Post.number == "1042")).one()
        source = MapSource(
            municipality_id=scene.here, name="karta.osm", kind="osm", imported_at=work.now
        )
        work.session.add(source)
        work.session.flush()
        line = LineString([(post.x - 300, post.y - 6), (post.x + 300, post.y - 6)])
        owner = {"municipality_id": scene.here, "source_id": source.id}
        minx, miny, maxx, maxy = line.bounds
        work.session.add(
            MapFeature(
                **owner,
                kind="road",
                subtype="residential",
                name="Björkvägen",
                wkb=bytes(line.wkb),
                minx=minx,
                miny=miny,
                maxx=maxx,
                maxy=maxy,
                width=6.0,
                speed=40,
            )
        )
        work.session.add(
            MapThing(**owner, kind="sign", code="SE:C31", x=post.x - 4, y=post.y, facing=90.0)
        )
        work.session.add(
            MapThing(**owner, kind="sign", code="SE:B4", x=post.x + 80, y=post.y, facing=90.0)
        )
        post.error_m = 0.1
    return source


def kept(scene, sign_id):
    with scene.runtime.reading() as work:
        row = sign_queries.sign(work, sign_id).sight
        assert row.answer
        work.session.expunge(row)
        return row


def asked(scene, kind="check_sign_sight"):
    with scene.runtime.reading() as work:
        return list(work.session.scalars(select(Job).where(Job.kind == kind).order_by(Job.id)))


def set_figure(scene, key, value):
    admin = Actor("staff", 99, roles=(Role("admin", scene.here),))
    with scene.runtime.work(admin) as work:
        places.change_setting(work, work.get(Municipality, scene.here), key, value)


def test_a_planned_sign_is_checked_at_the_planned_height(scene, street):
    # given
    sign_id = scene.planned(scene.active())

    # when
    (job,) = asked(scene)
    jobs.check_sign_sight(scene.runtime, **job.args)

    # then
    row = kept(scene, sign_id)
    assert row.height_from == "planned"
    assert queries.answer_of(row).plate.lower_edge == 2.5
    assert {one.rule for one in queries.answer_of(row).found} >= {"triangle", "hides_sign"}


def test_a_stated_height_goes_before_the_planned_one(scene, street):
    # given
    sign_id = scene.photos_sent(scene.handed_out())

    # when
    jobs.check_sign_sight(scene.runtime, sign_id)

    # then
    row = kept(scene, sign_id)
    answer = queries.answer_of(row)
    assert row.height_from in {"stated", "measured"}
    assert answer.plate.lower_edge != 2.5
    assert answer.plate.lower_error > 0
    if row.height_from == "stated":
        assert answer.plate.lower_edge == GOOD.lower_edge_m


def test_a_stated_height_is_as_unsure_as_the_municipality_says(scene, street):
    # given
    set_figure(scene, "sight.height_error", 0.25)
    sign_id = scene.photos_sent(scene.handed_out())

    # when
    with scene.runtime.reading() as work:
        height = queries.height_of(work, sign_queries.sign(work, sign_id))

    # then
    assert (height.source, height.error) == ("stated", 0.25)


def test_sending_photos_asks_for_a_new_check(scene, street):
    sign_id = scene.handed_out()
    before = len(asked(scene))

    scene.photos_sent(sign_id)

    assert len(asked(scene)) > before


def test_a_sign_without_a_place_on_the_map_is_not_checked(scene):
    sign = scene.sign(scene.planned(scene.active()))
    sign.x = None

    with scene.runtime.reading() as work:
        height = queries.Height(2.5, 0.0, "planned")
        assert queries.plate_of(work, sign, height) is None


def test_a_changed_rule_lists_the_signs_that_got_another_answer(scene, street):
    # given
    sign_id = scene.planned(scene.active())
    jobs.check_sign_sight(scene.runtime, sign_id)
    before = kept(scene, sign_id).verdict

    # when: a plate so large hangs on no post
    set_figure(scene, "sight.plate_width", 0.8)
    place_jobs.check_sight(scene.runtime, scene.here)
    (job,) = asked(scene, "check_signs_sight")
    jobs.check_signs_sight(scene.runtime, **job.args)

    # then
    row = kept(scene, sign_id)
    assert (row.verdict, row.changed_for, row.before["verdict"]) == ("not_ok", ["rules"], before)
    with scene.runtime.work(scene.reviewer.actor) as work:
        assert [sign.id for sign in queries.changed(work, 1).rows] == [sign_id]


def test_a_new_map_that_says_the_same_lists_nobody(scene, street):
    # given
    sign_id = scene.planned(scene.active())
    jobs.check_sign_sight(scene.runtime, sign_id)

    # when
    with scene.given() as work:
        work.get(MapSource, street.id).imported_at = work.now.replace(year=2030)
    jobs.check_signs_sight(scene.runtime, scene.here)

    # then
    row = kept(scene, sign_id)
    assert row.changed_at is None


def test_a_reviewer_settles_what_has_changed(scene, street):
    # given
    sign_id = scene.planned(scene.active())
    jobs.check_sign_sight(scene.runtime, sign_id)
    set_figure(scene, "sight.plate_width", 0.8)
    jobs.check_signs_sight(scene.runtime, scene.here)

    # when
    with pytest.raises(NotPermitted), scene.runtime.work(scene.maja.actor) as work:
        sight.note_seen(work, sign_id)
    with scene.runtime.work(scene.reviewer.actor) as work:
        sight.note_seen(work, sign_id)

    # then
    assert kept(scene, sign_id).changed_at is None


def test_a_sign_that_is_given_up_keeps_no_new_answer(scene, street):
    # given
    sign_id = scene.planned(scene.active())
    answer = Answer(Plate(0, 0, 0.4, 0.5, 2.5), "ok", ())
    with scene.given() as work:
        sign_queries.sign(work, sign_id).state = "cancelled"

    # when
    with scene.runtime.work() as work:
        row = sight.keep_answer(work, sign_id, answer, basis="x" * 32, height_from="planned")

    # then
    assert row is None


def test_an_answer_survives_the_database():
    # given
    found = Found(
        "hides_sign",
        "not_ok",
        "sign_hidden_much",
        value=0.6,
        limit=0.5,
        unit="share",
        settings=("hidden_most",),
        words={"code": "SE:C31", "road": "Å"},
        figures={"share": 0.6, "eye_before": 60},
        shapes=(Shape("ray", ((0.0, 1.0, 1.1), (2.0, 3.0, 2.2))),),
    )
    answer = Answer(Plate(1.0, 2.0, 0.4, 0.5, 2.1), "not_ok", (found,), ok_from=2.6)

    # then
    assert plain.load(Answer, json.loads(json.dumps(plain.dump(answer)))) == answer


def test_an_answer_is_told_in_both_languages_with_every_source(scene, street):
    # given
    sign_id = scene.planned(scene.active())
    jobs.check_sign_sight(scene.runtime, sign_id)
    answer = queries.answer_of(kept(scene, sign_id))

    # when
    with scene.runtime.reading() as work:
        document = words.document(answer, queries.ground.sources(work, scene.here))

    # then
    for said, found in zip(document["found"], answer.found, strict=True):
        assert set(said["sentence"]) == {"sv", "en"}
        assert not any("%(" in text for text in said["sentence"].values())
        assert [one["setting"] for one in said["sources"]] == [
            queries.ground.setting_key(name) for name in found.settings
        ]


def test_the_worst_answer_is_drawn_from_all_sides(scene, street):
    # given
    sign_id = scene.planned(scene.active())
    jobs.check_sign_sight(scene.runtime, sign_id)
    answer = queries.answer_of(kept(scene, sign_id))
    low = replace(answer.plate, lower_edge=1.5)

    # when
    with scene.runtime.reading() as work:
        from_low = queries.ground.answer_for(work, scene.here, low)
        drawn = prints.drawings(work, scene.here, from_low)

    # then
    assert len(drawn) == 3
    assert all(one.svg.startswith("<svg") for one in drawn)


def test_the_command_answers_for_a_post_as_data(scene, street):
    # when
    options = ["check", "--post", "1042", "--lower-edge", "2.1", "--width", "0.4"]
    options += ["--height", "0.5", "--json"]
    said = CliRunner().invoke(command, options, obj=scene.runtime)

    # then
    assert said.exit_code == 0, said.output
    answer = json.loads(said.output)
    assert answer["plate"]["lower_edge"] == 2.1
    assert answer["verdict"] in {"ok", "person_looks", "not_ok"}
    assert {one["rule"] for one in answer["found"]} >= {"triangle", "clear_height", "top_height"}


def test_the_command_knows_a_post_by_its_id_in_the_map(scene, street):
    # given
    with scene.given() as work:
        post = work.session.scalars(select(Post).where(Post.number == "1043")).one()
        post.number, post.key = "", "node/77"

    # when
    said = CliRunner().invoke(command, ["check", "--post", "node/77", "--json"], obj=scene.runtime)

    # then
    assert json.loads(said.output)["plate"]["x"] == pytest.approx(post.x)


def test_a_sign_is_checked_where_its_post_stands_now(scene, street):
    # given
    sign_id = scene.planned(scene.active())
    with scene.given() as work:
        post = work.session.scalars(select(Post).where(Post.number == "1042")).one()
        post.x += 1.5

    # when
    jobs.check_sign_sight(scene.runtime, sign_id)

    # then
    assert queries.answer_of(kept(scene, sign_id)).plate.x == pytest.approx(post.x)


def test_the_command_says_plainly_what_it_cannot_use(scene, street):
    for options, said in (
        (["--post", "9999"], "Det finns ingen stolpe med det numret."),
        (["--post", "10.0,100.0"], "Positionen ligger långt utanför kommunen."),
        (["--post", "1042", "--width", "nan"], "nan"),
        (["--post", "1042", "--height", "900"], "900"),
    ):
        answer = CliRunner().invoke(command, ["check", *options], obj=scene.runtime)
        assert answer.exit_code != 0
        assert said in answer.output


def test_one_command_checks_the_whole_municipality(scene, street):
    said = CliRunner().invoke(command, ["check-all", "--processes", "1"], obj=scene.runtime)

    assert said.exit_code == 0, said.output
    with scene.runtime.reading() as work:
        assert sum(queries.ground.counts(work, scene.here).values()) == 3


def letter_about(scene, sign_id, template):
    """The data of a letter that asks for a correction for a ready-made reason."""
    with scene.runtime.reading(scene.reviewer.actor) as work:
        sign = sign_queries.sign(work, sign_id)
        decision = SignDecision(
            municipality_id=scene.here,
            sign_id=sign_id,
            outcome="order_correction",
            reason="Det är något.",
            remedy="Rätta det.",
            actor_id=scene.reviewer.id,
            at=work.now,
            template=template,
        )
        return document(work, decision, sign, sign.sent_set)


def test_the_letter_of_a_blocked_view_carries_the_drawings(scene, street):
    # given: hung on the post of a road sign
    sign_id = scene.photos_sent(scene.handed_out(number="1044"))
    jobs.check_sign_sight(scene.runtime, sign_id)

    # when
    letter = letter_about(scene, sign_id, "view_blocked")
    pdf = compile_pdf(TEMPLATE, letter, created=scene.runtime.clock())

    # then
    assert kept(scene, sign_id).verdict == "not_ok"
    assert [one["image"][:4] for one in letter["photos"]] == [b"<svg", b"<svg"]
    assert "vägmärkens stolpar får inte användas" in letter["photos"][0]["caption"]
    assert pdf.startswith(b"%PDF")


def test_a_sign_that_hides_nothing_has_no_drawing_in_its_letter(scene, street):
    sign_id = scene.photos_sent(scene.handed_out())
    jobs.check_sign_sight(scene.runtime, sign_id)

    assert letter_about(scene, sign_id, "blurred")["photos"] == []


def test_a_missing_fact_that_binds_is_told_where_nothing_is_wrong():
    # given
    lack = Missing("no_signs_mapped", binds=True)
    answer = Answer(Plate(0, 0, 0.4, 0.5, 2.5), "person_looks", (), (lack, Missing("post_owner")))

    # when
    (only,) = told(answer)

    # then
    assert words.told_sentence(only).startswith("Inga vägmärken är inritade")


def answers_on_the_drawing(scene, sign_id):
    sign = scene.sign(sign_id)
    photo = sign.sent_set.photos[0].id
    with scene.runtime.work(scene.reviewer.actor) as work:
        review.answer_questions(
            work,
            sign_id,
            sign.sent_set.id,
            galvanising=review.Answer("yes", photo),
            view=review.Answer("yes", None, on_drawing=True),
        )


def test_that_the_view_is_free_may_rest_on_the_drawing(scene, street):
    # given
    sign_id = scene.photos_sent(scene.handed_out())
    jobs.check_sign_sight(scene.runtime, sign_id)

    # when
    answers_on_the_drawing(scene, sign_id)
    scene.decide(sign_id, "approve")

    # then
    assert scene.sign(sign_id).state == "approved"


def test_where_nothing_was_checked_there_is_no_drawing_to_rest_on(scene):
    sign_id = scene.photos_sent(scene.handed_out())

    with pytest.raises(InvalidInput) as refusal:
        answers_on_the_drawing(scene, sign_id)

    assert refusal.value.field == "view_photo"


def test_the_hand_out_letter_says_how_high_to_hang_it(scene, street):
    # given
    sign_id = scene.handed_out()
    jobs.check_sign_sight(scene.runtime, sign_id)
    with scene.given() as work:
        sign_queries.sign(work, sign_id).sight.ok_from = 2.8

    # when
    with scene.runtime.reading() as work:
        letter = hand_out_letter(work, sign_queries.sign(work, sign_id), "x" * 28)

    # then
    assert any("minst 2,8 m över marken" in step for step in letter["post"]["may"])
