"""Pages on which material is written and put out."""

from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from grannsamverkan.core.errors import NotFound, NotPermitted
from grannsamverkan.core.i18n import _, local
from grannsamverkan.core.web import actor, page, page_number, pager, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.notices.rules import blocks
from grannsamverkan.training import policy, queries, rules, usecases
from grannsamverkan.training.forms import (
    EditionForm,
    MaterialForm,
    PageForm,
    PublishForm,
    QuestionForm,
    QuizRulesForm,
)
from grannsamverkan.training.models import Edition
from grannsamverkan.training.queries import courses as course_reads
from grannsamverkan.training.queries import library
from grannsamverkan.training.rules import pdfs
from grannsamverkan.training.rules.courses import total_minutes
from grannsamverkan.training.views.base import bp, send_file
from grannsamverkan.training.workflow import EDITION


@bp.get("/utbildning/material")
def editions() -> ResponseReturnValue:
    """All editions that the actor may see."""
    if not policy.watches_somewhere(actor()):
        raise NotPermitted()
    with reading() as work:
        without_parts = request.args.get("visa") == "utan-delar"
        shown = library.kept(work, page_number(), without_parts=without_parts)
        return page(
            "training/editions.html",
            editions=shown.rows,
            pager=pager(shown),
            without_parts=without_parts,
            minutes_of=course_reads.minutes_of(work, shown.rows),
            courses_of=course_reads.courses_of(work, shown.rows),
            kind_words=rules.KIND_WORDS,
            audience_words=rules.AUDIENCE_WORDS,
            states=EDITION.states,
            out_of_date=lambda one: rules.is_out_of_date(one.valid_until, local(work.now).date()),
            language_words=rules.LANGUAGE_WORDS,
            may_create=policy.manages_somewhere(work.actor),
        )


@bp.route("/utbildning/material/nytt", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """Step 1 of new material: what it is called."""
    form = EditionForm()
    with reading() as work:
        work.require(policy.manages_somewhere)
        places = queries.managed_municipalities(work)
    form.municipality.choices = [SelectChoice(str(place.id), place.name) for place in places]
    only_place = places[0].id if len(places) == 1 else None
    if only_place is not None:
        del form.municipality
    if form.validate_on_submit():
        with writing(form) as work:
            edition = usecases.create_edition(
                work,
                municipality_id=only_place or form.municipality.data,
                title=form.title.data,
                language=form.language.data,
                description=form.description.data,
                about=form.about,
            )
        if not form.errors:
            return see_other("training.edit_material", edition_id=edition.id)
    return page("training/edition_text.html", form=form, edition=None)


@bp.get("/utbildning/material/<int:edition_id>")
def show(edition_id: int) -> ResponseReturnValue:
    """One edition: what it holds, what is missing, what can be done."""
    with reading() as work:
        edition = queries.edition(work, edition_id)
        return page(
            "training/edition.html",
            edition=edition,
            blocks=blocks(queries.page_text(work, edition)),
            **told(work, edition),
            state=EDITION.states[edition.state],
            steps={step.name for step in EDITION.available(work.actor, edition)},
            may_send=edition.state == "published"
            and edition.audience != "staff"
            and policy.may_distribute_edition(work.actor, edition),
            lacking=queries.lacking(work, edition),
            history=library.history(work, edition),
            successor=library.successor(work, edition),
            begun=library.begun_successor(work, edition),
            may_succeed=edition.state == "published"
            and policy.may_manage_edition(work.actor, edition),
            kind_words=rules.KIND_WORDS,
            audience_words=rules.AUDIENCE_WORDS,
            most_questions=rules.MOST_QUESTIONS,
            out_of_date=rules.is_out_of_date(edition.valid_until, local(work.now).date()),
            language_words=rules.LANGUAGE_WORDS,
        )


@bp.route("/utbildning/material/<int:edition_id>/text", methods=["GET", "POST"])
def edit_text(edition_id: int) -> ResponseReturnValue:
    """Change what a draft is called."""
    edition = _draft(edition_id)
    form = EditionForm(obj=edition)
    del form.municipality
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.describe_edition(
                work,
                edition_id,
                title=form.title.data,
                language=form.language.data,
                description=form.description.data,
                about=form.about,
            )
        if not form.errors:
            return see_other("training.show", edition_id=edition_id)
    return page("training/edition_text.html", form=form, edition=edition)


@bp.route("/utbildning/material/<int:edition_id>/fil", methods=["GET", "POST"])
def edit_material(edition_id: int) -> ResponseReturnValue:
    """Step 2: the file or the link."""
    edition = _draft(edition_id)
    form = MaterialForm(data={"url": edition.url or "", "printable": edition.kind == "form"})
    if form.validate_on_submit():
        with writing(form) as work:
            _attach(work, edition_id, form)
        if not form.errors:
            return go_on(edition_id)
    return page("training/edition_material.html", form=form, edition=edition)


@bp.route("/utbildning/material/<int:edition_id>/sida", methods=["GET", "POST"])
def edit_page(edition_id: int) -> ResponseReturnValue:
    """Step 2 in another way: a page written here."""
    edition = _draft(edition_id)
    with reading() as work:
        form = PageForm(data={"text": queries.page_text(work, edition)})
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.attach_page(work, edition_id, form.text.data)
        if not form.errors:
            return go_on(edition_id)
    return page("training/edition_page.html", form=form, edition=edition)


@bp.route("/utbildning/material/<int:edition_id>/fraga/<int:number>", methods=["GET", "POST"])
def edit_question(edition_id: int, number: int) -> ResponseReturnValue:
    """Step 3: one question."""
    edition = _draft(edition_id)
    asked = edition.asked
    if not 1 <= number <= min(len(asked) + 1, rules.MOST_QUESTIONS):
        raise NotFound()
    form = QuestionForm.showing(asked[number - 1] if number <= len(asked) else None)
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.set_question(work, edition_id, number - 1, form.question)
        if not form.errors:
            return go_on(edition_id)
    return page(
        "training/edition_question.html",
        form=form,
        edition=edition,
        number=number,
        wanted=max(rules.QUESTIONS, edition.draw),
    )


@bp.post("/utbildning/material/<int:edition_id>/fraga/<int:number>/ta-bort")
def remove_question(edition_id: int, number: int) -> ResponseReturnValue:
    """Take a question out of a draft."""
    with writing() as work:
        usecases.remove_question(work, edition_id, number - 1)
    return see_other("training.show", edition_id=edition_id)


@bp.route("/utbildning/material/<int:edition_id>/prov", methods=["GET", "POST"])
def edit_quiz(edition_id: int) -> ResponseReturnValue:
    """How many questions are drawn, and how many must be right."""
    edition = _draft(edition_id)
    form = QuizRulesForm(
        data={"draw": edition.draw, "pass_mark": edition.pass_mark or edition.draw}
    )
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.set_quiz(work, edition_id, draw=form.draw.data, pass_mark=form.pass_mark.data)
        if not form.errors:
            return see_other("training.show", edition_id=edition_id)
    return page("training/edition_quiz.html", form=form, edition=edition)


@bp.route("/utbildning/material/<int:edition_id>/publicera", methods=["GET", "POST"])
def publish(edition_id: int) -> ResponseReturnValue:
    """Say who will get the material, and put it out when that is confirmed."""
    form = PublishForm()
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.publish_edition(work, edition_id, receivers=form.receivers.data)
        if not form.errors:
            flash(_("Materialet är utlagt."), "ok")
            return see_other("training.show", edition_id=edition_id)
    edition = _draft(edition_id)
    with reading() as work:
        return page(
            "training/publish.html",
            form=form,
            edition=edition,
            lacking=queries.lacking(work, edition),
            receivers=len(queries.receivers(work, edition)),
            followed=queries.followed_by(work, edition),
        )


@bp.post("/utbildning/material/<int:edition_id>/dra-tillbaka")
def withdraw(edition_id: int) -> ResponseReturnValue:
    """Take an edition back."""
    with writing() as work:
        usecases.withdraw_edition(work, edition_id)
    flash(_("Materialet är tillbakadraget. Länkarna till det gäller inte längre."), "ok")
    return see_other("training.show", edition_id=edition_id)


@bp.get("/utbildning/material/<int:edition_id>/hamta")
def download_edition(edition_id: int) -> ResponseReturnValue:
    """The file, for staff."""
    with reading() as work:
        return send_file(work, queries.edition(work, edition_id))


def told(work: Work, course: Edition) -> dict[str, Any]:
    """What pages tell of a course's modules; nothing of what is no course."""
    inside = course_reads.modules(work, course)
    minutes, all_known = total_minutes(one.edition.minutes for one in inside)
    return {"modules": inside, "minutes": minutes, "all_known": all_known}


def _draft(edition_id: int) -> Edition:
    with reading() as work:
        return queries.open_draft(work, edition_id)


def _attach(work: Work, edition_id: int, form: MaterialForm) -> None:
    if form.file.data:
        body = form.file.data.read(pdfs.LARGEST_FILE + 1)
        usecases.attach_file(work, edition_id, body, printable=form.printable.data)
    else:
        usecases.attach_link(work, edition_id, form.url.data)


def go_on(edition_id: int) -> ResponseReturnValue:
    """On to the next question, or to the whole when nothing is left to write."""
    edition = _draft(edition_id)
    number = len(edition.questions) + 1
    if not edition.trains or number > max(rules.QUESTIONS, edition.draw):
        return see_other("training.show", edition_id=edition_id)
    return see_other("training.edit_question", edition_id=edition_id, number=number)
