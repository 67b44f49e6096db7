"""Pages of the training room. Those under /u/ are opened by a personal link, without sign-in."""

from typing import Any

from flask import Blueprint, Flask, Response, flash, request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from grannsamverkan.core import doors
from grannsamverkan.core.doors import Over, say_when_over
from grannsamverkan.core.errors import NotFound, NotPermitted
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.web import (
    actor,
    page,
    page_number,
    pager,
    reading,
    see_other,
    send_stored,
    writing,
)
from grannsamverkan.core.work import Work
from grannsamverkan.training import policy, queries, rules, usecases
from grannsamverkan.training.forms import (
    EditionForm,
    MaterialForm,
    PublishForm,
    QuestionForm,
    quiz_form,
)
from grannsamverkan.training.models import Assignment, Edition
from grannsamverkan.training.workflow import EDITION, STANDINGS

bp = Blueprint("training", __name__)
PUBLIC = frozenset(
    {
        "training.open_link",
        "training.download",
        "training.confirm_read",
        "training.quiz",
    }
)
say_when_over(
    bp,
    token=Over(
        lazy("Länken gäller inte"),
        lazy("Den kan ha gått ut, ha ersatts av en nyare eller blivit avhuggen i mejlet."),
        lazy(
            "Leta efter ett nyare mejl. Är du kontaktombud kan du också logga in och börja"
            " utbildningen därifrån."
        ),
        action=(lazy("Logga in och börja"), "training.home"),
    ),
)
FILTERS = {"kvar": False, "klara": True}


def init(app: Flask) -> None:
    """Put the room's pages into the application."""
    app.register_blueprint(bp)


# --- the start page of the room -------------------------------------------------------------


@bp.get("/utbildning")
def home() -> ResponseReturnValue:
    """A contact person's own training, or for staff how far people have come."""
    if policy.watches_somewhere(actor()):
        return _people()
    if actor().kind != "contact":
        raise NotPermitted()
    with reading() as work:
        return page("training/own.html", trainings=queries.own_trainings(work))


@bp.post("/utbildning/borja/<int:contact_id>")
def start(contact_id: int) -> ResponseReturnValue:
    """Go to the own training by a fresh link."""
    with writing() as work:
        token = usecases.start_own(work, contact_id)
    return see_other("training.open_link", token=token)


@bp.post("/utbildning/skicka/<int:contact_id>")
def send_again(contact_id: int) -> ResponseReturnValue:
    """Send a contact person a fresh link."""
    with writing() as work:
        usecases.send_again(work, contact_id)
    flash(_("En ny länk är på väg. Den förra gäller inte längre."), "ok")
    return see_other("training.home")


def _people() -> Response:
    chosen = request.args.get("visa", "")
    with reading() as work:
        shown = queries.people(work, trained=FILTERS.get(chosen), number=page_number())
        total, done = queries.how_many(work)
        return page(
            "training/people.html",
            people=shown.rows,
            pager=pager(shown),
            total=total,
            done=done,
            chosen=chosen if chosen in FILTERS else "",
            standings=STANDINGS,
            name_of=queries.name_of,
            may_send=lambda contact: policy.may_send(work.actor, contact),
        )


# --- material -------------------------------------------------------------------------------


@bp.get("/utbildning/material")
def editions() -> ResponseReturnValue:
    """All editions that the actor may see."""
    if not policy.watches_somewhere(actor()):
        raise NotPermitted()
    with reading() as work:
        return page(
            "training/editions.html",
            editions=queries.editions(work),
            states=EDITION.states,
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
            state=EDITION.states[edition.state],
            steps={step.name for step in EDITION.available(work.actor, edition)},
            lacking=queries.lacking(edition),
            questions_wanted=rules.QUESTIONS,
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
            )
        if not form.errors:
            return see_other("training.show", edition_id=edition_id)
    return page("training/edition_text.html", form=form, edition=edition)


@bp.route("/utbildning/material/<int:edition_id>/fil", methods=["GET", "POST"])
def edit_material(edition_id: int) -> ResponseReturnValue:
    """Step 2: the file or the link."""
    edition = _draft(edition_id)
    form = MaterialForm(data={"url": edition.url or ""})
    if form.validate_on_submit():
        with writing(form) as work:
            _attach(work, edition_id, form)
        if not form.errors:
            return _next(edition_id)
    return page("training/edition_material.html", form=form, edition=edition)


@bp.route("/utbildning/material/<int:edition_id>/fraga/<int:number>", methods=["GET", "POST"])
def edit_question(edition_id: int, number: int) -> ResponseReturnValue:
    """Step 3: one question."""
    edition = _draft(edition_id)
    asked = edition.asked
    if not 1 <= number <= min(len(asked) + 1, rules.QUESTIONS):
        raise NotFound()
    form = QuestionForm.showing(asked[number - 1] if number <= len(asked) else None)
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.set_question(work, edition_id, number - 1, form.question)
        if not form.errors:
            return _next(edition_id)
    return page(
        "training/edition_question.html",
        form=form,
        edition=edition,
        number=number,
        total=rules.QUESTIONS,
    )


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
            lacking=queries.lacking(edition),
            receivers=len(queries.receivers(work, edition.municipality_id)),
            current=queries.current_edition(work, edition.municipality_id),
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
        return _send_file(work, queries.edition(work, edition_id))


def _draft(edition_id: int) -> Edition:
    with reading() as work:
        return queries.open_draft(work, edition_id)


def _attach(work: Work, edition_id: int, form: MaterialForm) -> None:
    if form.file.data:
        usecases.attach_file(work, edition_id, form.file.data.read(rules.LARGEST_FILE + 1))
    else:
        usecases.attach_link(work, edition_id, form.url.data)


def _next(edition_id: int) -> ResponseReturnValue:
    """On to the next question, or to the whole when nothing is left to write."""
    number = len(_draft(edition_id).questions) + 1
    if number > rules.QUESTIONS:
        return see_other("training.show", edition_id=edition_id)
    return see_other("training.edit_question", edition_id=edition_id, number=number)


def _send_file(work: Work, edition: Edition) -> Response:
    if edition.stored is None:
        raise NotFound()
    return send_stored(work, edition.stored, "application/pdf", rules.file_name(edition.title))


# --- by the personal link -------------------------------------------------------------------


@bp.get("/u/<token>")
def open_link(token: str) -> ResponseReturnValue:
    """The material, or the receipt when all is done. Changes nothing: mail scanners come here."""
    with reading() as work:
        assignment = queries.by_token(work, token)
        template = "training/done.html" if assignment.done_at else "training/material.html"
        return page(
            template,
            token=token,
            assignment=assignment,
            edition=assignment.edition,
            group_names=[row.group.name for row in queries.present_rows(work, assignment.contact)],
        )


@bp.get("/u/<token>/material")
def download(token: str) -> ResponseReturnValue:
    """The file behind a link. Having fetched it proves nothing, so nothing is noted."""
    with reading() as work:
        return _send_file(work, queries.by_token(work, token).edition)


@bp.post("/u/<token>/last")
def confirm_read(token: str) -> ResponseReturnValue:
    """The person says to have read the material."""
    _enter(token)
    with writing() as work:
        usecases.confirm_read(work, token)
    return see_other("training.quiz", token=token)


@bp.route("/u/<token>/fragor", methods=["GET", "POST"])
def quiz(token: str) -> ResponseReturnValue:
    """The questions; after a wrong answer with the explanations."""
    assignment = _enter(token)
    if assignment.done_at or not assignment.read_at:
        return see_other("training.open_link", token=token)
    questions, last = assignment.edition.asked, assignment.last_answers
    form = quiz_form(questions, last)
    shown: dict[str, Any] = {"token": token, "edition": assignment.edition, "form": form}
    if request.method == "GET":
        if last:
            form.explain(questions, last)
        return page("training/quiz.html", status=200, tried=bool(last), **shown)
    if not form.validate():
        return page("training/quiz.html", tried=False, **shown)
    with writing() as work:
        done = usecases.answer(work, token, form.answers)
    return see_other("training.open_link" if done else "training.quiz", token=token)


def _enter(token: str) -> Assignment:
    """Let the holder of a link act as such; returns what the link opens."""
    with reading() as work:
        assignment = queries.by_token(work, token)
    doors.hold("assignment", assignment.id)
    return assignment
