"""Ready-made reasons, marks in photos, and the letter of a decision as a tagged PDF."""

import io
from datetime import date

import pikepdf
import pytest
from PIL import Image, ImageChops

from grannsamverkan.core.errors import DomainError, InvalidInput, NotFound, Unmet
from grannsamverkan.core.i18n import speaking
from grannsamverkan.imaging.layers import Drawing, Line
from grannsamverkan.imaging.marking import painted
from grannsamverkan.places.models import Municipality
from grannsamverkan.signs import queries
from grannsamverkan.signs.models import SignDecision
from grannsamverkan.signs.prints import decisions
from grannsamverkan.signs.queries import objects, reasons
from grannsamverkan.signs.usecases import marks, review
from grannsamverkan.signs.usecases import reasons as keeping
from grannsamverkan.signs.usecases.marks import MOST_MARKS, Mark
from grannsamverkan.signs.usecases.reasons import ReasonTexts
from grannsamverkan.signs.usecases.review import Grounds
from grannsamverkan.signs.words.reasons import OUTCOMES, Wording, shipped
from tests.usecases.signs.case import UNDO_S, SignScene, intake
from tests.usecases.signs.evident import LookedAt, evidence


def clean_picture(size=(640, 480)):
    output = io.BytesIO()
    Image.new("RGB", size, (120, 140, 130)).save(output, "JPEG")
    return output.getvalue()


@pytest.fixture
def sign_id(scene, sent_mail):
    """A sign with real pictures whose photos wait, and nothing unread."""
    made = scene.handed_out()
    for view in ("fastening", "post", "road"):
        scene.photo(made, view, examined=intake(master=clean_picture(), thumbnail=b"small"))
    scene.photos_sent_as_they_are(made)
    sent_mail()
    return made


def photo_of(scene, sign_id, view="fastening"):
    return next(p for p in scene.sign(sign_id).sent_set.photos if p.view == view)


def mark(scene, photo_id, by=None, **values):
    made = Mark(**{"kind": "ring", "x": 0.5, "y": 0.5, "label": "ståltråden", **values})
    with scene.runtime.work((by or scene.reviewer).actor) as work:
        return marks.add_mark(work, photo_id, made).id


def marks_of(scene, photo_id):
    with scene.runtime.reading(scene.reviewer.actor) as work:
        return [(m.kind, m.x, m.y, m.size, m.angle, m.label) for m in
                queries.photo(work, photo_id).marks]  # fmt: skip


def order(scene, sign_id, grounds, clock):
    set_id = scene.sign(sign_id).sent_set.id
    with scene.runtime.work(scene.reviewer.actor) as work:
        decision = review.decide(work, sign_id, set_id, outcome="order_correction", grounds=grounds)
    clock.forward(seconds=UNDO_S)
    return decision.id


def steel(language="sv"):
    wording = shipped()["steel_on_zinc"].wordings[language]
    return Grounds(wording.reason, wording.remedy, "steel_on_zinc")


def enclosed(mail):
    (part,) = mail.iter_attachments()
    assert part.get_content_type() == "application/pdf"
    return part.get_content()


def test_the_letter_goes_along_with_the_mail_and_stays_with_the_case(
    scene, sign_id, sent_mail, clock
):
    mark(scene, photo_of(scene, sign_id).id)

    decision_id = order(scene, sign_id, steel(), clock)

    mails = {m["To"]: m for m in sent_mail()}
    pdf = enclosed(mails["boende@exempel.se"])
    assert enclosed(mails["maja@exempel.se"]) == pdf
    with scene.runtime.reading(scene.reviewer.actor) as work:
        (kept,) = work.get(SignDecision, decision_id).letters
        assert work.storage.get(kept.stored) == pdf
        assert kept.stored in objects.stored_names(work)


def test_the_letter_is_tagged_named_and_tells_what_the_picture_shows(
    scene, sign_id, sent_mail, clock
):
    mark(scene, photo_of(scene, sign_id).id)
    order(scene, sign_id, steel(), clock)
    pdf = enclosed(next(m for m in sent_mail() if m["To"] == "boende@exempel.se"))

    with pikepdf.open(io.BytesIO(pdf)) as document:
        root = document.Root
        assert bool(root.MarkInfo.Marked)
        assert str(root.Lang) == "sv"
        assert "Beslut om skylt" in str(document.docinfo["/Title"])
        with document.open_metadata() as metadata:
            assert metadata.get("pdfuaid:part") == "1"
        alternatives = [
            str(one.Alt) for one in document.objects
            if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        ]  # fmt: skip
    assert any("1. ståltråden" in text for text in alternatives)


def test_only_who_has_something_to_do_is_told_what_to_say_when_time_is_short():
    def told(due_on):
        decision = SignDecision(due_on=due_on)
        return decisions.how_to_ask_again(decision)

    assert "i tid" in told(date(2026, 12, 1))
    assert "i tid" not in told(None)


def test_an_english_reader_gets_the_ready_made_text_in_english(scene, sign_id, sent_mail, clock):
    with scene.given() as work:
        work.get(type(scene.maja), scene.maja.id).language = "en"

    order(scene, sign_id, steel("sv"), clock)

    mails = {m["To"]: m.get_body(("plain",)).get_content() for m in sent_mail()}
    assert shipped()["steel_on_zinc"].wordings["en"].reason[:40] in mails["maja@exempel.se"]
    assert shipped()["steel_on_zinc"].wordings["sv"].reason[:40] in mails["boende@exempel.se"]


def test_a_text_that_was_changed_is_told_as_it_was_written(scene, sign_id, sent_mail, clock):
    with scene.given() as work:
        work.get(type(scene.maja), scene.maja.id).language = "en"

    order(scene, sign_id, Grounds("Tråden i mitten.", "Klipp av den.", "steel_on_zinc"), clock)

    text = next(m for m in sent_mail() if m["To"] == "maja@exempel.se")
    assert "Tråden i mitten." in text.get_body(("plain",)).get_content()


# --- marks ---


def test_marks_are_kept_as_shares_of_the_picture_and_inside_it(scene, sign_id):
    photo_id = photo_of(scene, sign_id).id

    mark(scene, photo_id, kind="arrow", x=1.4, y=-0.2, size=9.0, angle=-30, label="")

    assert marks_of(scene, photo_id) == [("arrow", 1.0, 0.0, 0.6, 330.0, "")]


def test_a_mark_is_moved_and_taken_away(scene, sign_id):
    photo_id = photo_of(scene, sign_id).id
    first, second = mark(scene, photo_id), mark(scene, photo_id, label="bandet")

    with scene.runtime.work(scene.reviewer.actor) as work:
        marks.change_mark(work, photo_id, first, Mark("ring", 0.25, 0.75, 0.1, 0, "tråden"))
        marks.remove_mark(work, photo_id, second)

    assert marks_of(scene, photo_id) == [("ring", 0.25, 0.75, 0.1, 0.0, "tråden")]


def test_only_the_reviewer_marks_and_only_while_the_case_is_open(scene, sign_id):
    photo_id = photo_of(scene, sign_id).id
    for other in (scene.maja, scene.coordinator_user, scene.police("Pia Polis")):
        with pytest.raises(DomainError):
            mark(scene, photo_id, by=other)

    scene.decide(sign_id, "ask_completion", "Mer, tack.")

    with pytest.raises(Unmet):
        mark(scene, photo_id)
    assert marks_of(scene, photo_id) == []


def test_marks_have_an_end_and_belong_to_their_photo(scene, sign_id):
    photo_id, other = photo_of(scene, sign_id).id, photo_of(scene, sign_id, "road").id
    made = [mark(scene, photo_id) for _ in range(MOST_MARKS)]

    with pytest.raises(InvalidInput):
        mark(scene, photo_id)
    with pytest.raises(NotFound), scene.runtime.work(scene.reviewer.actor) as work:
        marks.remove_mark(work, other, made[0])


@pytest.mark.parametrize("kind", ["ring", "arrow"])
def test_a_mark_is_painted_where_it_is(kind):
    plain = clean_picture((1600, 1200))
    there = Mark(kind, 0.25, 0.5, 0.1, 0.0)

    with (
        Image.open(io.BytesIO(painted(plain, []))) as before,
        Image.open(io.BytesIO(painted(plain, [there]))) as after,
    ):
        changed = ImageChops.difference(before, after).point(lambda v: 255 if v > 40 else 0)
        left, upper, right, lower = changed.convert("L").point(bool).getbbox()
        width, height = after.size

    assert (width, height) == (1100, 825)
    assert left > 0.1 * width
    assert right < 0.4 * width
    assert abs((upper + lower) / 2 - height / 2) < 0.06 * height


# --- ready-made reasons ---


def here(scene, work):
    return work.get(Municipality, scene.here)


def texts(title="Ny text", outcome="ask_completion"):
    return ReasonTexts(
        outcome,
        {
            "sv": Wording(title, "Därför.", "Gör om.", "Regeln."),
            "en": Wording("New", "Because.", "Again.", "Rule."),
        },
        "egen",
    )


def listed(scene, unused=False):
    with scene.runtime.reading(scene.reviewer.actor) as work:
        return {r.code: r for r in reasons.reasons(work, scene.here, unused=unused)}


def test_the_starter_set_is_whole_in_both_languages():
    assert {reason.outcome for reason in shipped().values()} == set(OUTCOMES)
    for reason in shipped().values():
        swedish, english = reason.wordings["sv"], reason.wordings["en"]
        assert all(vars(swedish).values()), reason.code
        assert swedish.title != english.title
        assert swedish.reason != english.reason
        assert len(swedish.remedy.splitlines()) == len(english.remedy.splitlines())
        assert reason.source


def test_a_municipality_rewords_adds_leaves_out_and_goes_back(scene):
    with scene.runtime.work(scene.reviewer.actor) as work:
        keeping.keep_reason(work, here(scene, work), "blurred", texts("Suddigt"))
        own = keeping.keep_reason(work, here(scene, work), None, texts())
        keeping.use_reason(work, here(scene, work), "too_low", used=False)
    found = listed(scene)
    assert found["blurred"].here.title == "Suddigt"
    assert found[own].here.reason == "Därför."
    assert "too_low" not in found
    assert listed(scene, unused=True)["too_low"].here == shipped()["too_low"].here

    with scene.runtime.work(scene.reviewer.actor) as work:
        for code in ("blurred", "too_low", own):
            keeping.drop_own_wording(work, here(scene, work), code)

    assert list(listed(scene)) == list(shipped())


def test_one_municipalitys_texts_are_not_anothers(scene):
    with scene.runtime.work(scene.reviewer.actor) as work:
        keeping.keep_reason(work, here(scene, work), "blurred", texts("Suddigt"))

    with scene.runtime.reading() as work:
        other = reasons.reason(work, scene.elsewhere, "blurred")
    with speaking("sv"):
        assert other.here == shipped()["blurred"].here


def test_only_reviewers_and_administrators_change_the_texts(scene):
    for other in (scene.maja, scene.coordinator_user):
        with pytest.raises(DomainError), scene.runtime.work(other.actor) as work:
            keeping.keep_reason(work, here(scene, work), "blurred", texts())


def test_there_is_no_rewording_of_what_is_not_there(scene):
    with pytest.raises(NotFound), scene.runtime.work(scene.reviewer.actor) as work:
        keeping.keep_reason(work, here(scene, work), "no-such", texts())


# --- what a look found, in the letter ---


class Seen(LookedAt, SignScene):
    """Signs whose photos have been looked at."""


def alternatives(pdf):
    """What the pictures of a letter say to whoever does not see them."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = [one for one in document.objects if isinstance(one, pikepdf.Dictionary)]
        said = [str(one.Alt).replace("\N{NO-BREAK SPACE}", " ") for one in found if "/Alt" in one]
    return [text for text in said if "Hela stolpen" in text or "Fästet" in text]


def letter_of(scene, sent_mail, clock, grounds):
    """The letter about a sign with a mark near its fastening."""
    sign_id = scene.photos_sent()
    sent_mail()
    mark(scene, photo_of(scene, sign_id).id, label="rosten")
    order(scene, sign_id, grounds, clock)
    return enclosed(next(m for m in sent_mail() if m["To"] == "boende@exempel.se"))


def too_low():
    wording = shipped()["too_low"].wordings["sv"]
    return Grounds(wording.reason, wording.remedy, "too_low")


def test_the_letter_about_a_sign_that_is_too_low_shows_the_ruler_and_says_the_figures(
    runtime, given, sent_mail, clock
):
    pdf = letter_of(Seen(runtime, given), sent_mail, clock, too_low())

    measured, marked = sorted(alternatives(pdf), key=lambda text: "rosten" in text)
    height = f"{evidence('post').lower_edge.lower_edge_m:.2f}".replace(".", ",")
    assert measured.startswith("Hela stolpen. Ritat i fotot: skyltens kontur, höjdlinjal.")
    assert f"Underkant {height} m ±" in measured
    assert "krav 2,5 m över gångbana." in measured
    assert marked.startswith("Fästet på nära håll. Märkt i rött: 1. rosten.")
    assert "Rost eller fläckar" not in marked


def test_rust_stands_in_a_letter_about_the_zinc_alone(runtime, given, sent_mail, clock):
    pdf = letter_of(Seen(runtime, given), sent_mail, clock, steel())

    (near,) = alternatives(pdf)
    assert "Märkt i rött: 1. rosten." in near
    assert "Rost eller fläckar vid fästet: 71 % sannolikt" in near


def test_layers_are_painted_where_they_lie_and_leave_the_rest_of_the_picture_alone():
    plain = clean_picture((600, 800))
    box = Drawing(lines=(Line(((0.2, 0.2), (0.8, 0.2), (0.8, 0.5), (0.2, 0.5)), closed=True),))

    before, after = (
        Image.open(io.BytesIO(painted(plain, [], layers))).convert("L")
        for layers in ({}, {"outline": box})
    )

    changed = ImageChops.difference(before, after).point(lambda tone: 255 if tone > 24 else 0)
    left, top, right, bottom = changed.getbbox()
    assert (left, top) == pytest.approx((120, 160), abs=8)
    assert (right, bottom) == pytest.approx((480, 400), abs=8)
    assert changed.crop((140, 180, 460, 380)).getbbox() is None
