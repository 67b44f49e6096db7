"""Pages on which a distribution is followed: how far it has come, reminders, letters, the end."""

from typing import Any

from flask import Response, flash, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.errors import NotFound, NotPermitted
from grannsamverkan.core.i18n import _, local, ngettext
from grannsamverkan.core.pdf import compile_pdf
from grannsamverkan.core.web import actor, page, page_number, pager, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.training import policy, queries
from grannsamverkan.training.forms.distributions import NumberForm
from grannsamverkan.training.models import Distribution
from grannsamverkan.training.prints import distributions as prints
from grannsamverkan.training.queries import distributions as reads
from grannsamverkan.training.rules.selecting import LETTERS_AT_ONE_TIME, OPEN_WAYS, WAYS
from grannsamverkan.training.usecases import distributing
from grannsamverkan.training.views.base import bp
from grannsamverkan.training.views.distributions import drafted
from grannsamverkan.training.workflow import DISTRIBUTION
from grannsamverkan.training.workflow import WAYS as WAY_STATES


@bp.get("/utbildning/utskick/<int:distribution_id>")
def show_distribution(distribution_id: int) -> ResponseReturnValue:
    """How far a distribution has come, in numbers and person by person (?visa=way)."""
    with reading() as work:
        found = reads.distribution(work, distribution_id)
        if found.state == "draft":
            return drafted(found)
        return _page(work, found, NumberForm(formdata=None))


@bp.post("/utbildning/utskick/<int:distribution_id>/paminn")
def remind_receivers(distribution_id: int) -> ResponseReturnValue:
    """Write once more to those who are not done."""
    form = NumberForm()
    if form.validate_on_submit():
        with writing(form) as work:
            distributing.remind(work, distribution_id, shown=form.persons.data)
        if not form.errors:
            flash(_reminded_words(form.persons.data), "ok")
            return see_other("training.show_distribution", distribution_id=distribution_id)
    with reading() as work:
        return _page(work, reads.distribution(work, distribution_id), form)


@bp.post("/utbildning/utskick/<int:distribution_id>/dra-tillbaka")
def withdraw_distribution(distribution_id: int) -> ResponseReturnValue:
    """Take back all links."""
    with writing() as work:
        distributing.withdraw(work, distribution_id)
    flash(_("Länkarna gäller inte längre, och mejl som väntade skickas inte."), "ok")
    return see_other("training.show_distribution", distribution_id=distribution_id)


@bp.post("/utbildning/utskick/<int:distribution_id>/brev")
def make_letters(distribution_id: int) -> ResponseReturnValue:
    """Write on paper to those whose mail did not arrive."""
    with writing() as work:
        persons = distributing.print_refused(work, distribution_id)
    flash(
        ngettext(
            "Ett brev görs. Det syns här om en liten stund.",
            "%(num)s brev görs. De syns här om en liten stund.",
            persons,
        ),
        "ok",
    )
    return see_other("training.show_distribution", distribution_id=distribution_id, visa="paper")


@bp.get("/utbildning/utskick/<int:distribution_id>/brev-<int:number>.pdf")
def distribution_letters(distribution_id: int, number: int) -> ResponseReturnValue:
    """Letters without an answer as one document. Having fetched it proves nothing."""
    with reading() as work:
        found = reads.distribution(work, distribution_id)
        work.require(policy.may_follow_distribution, found)
        shown = reads.letters(work, found, number, LETTERS_AT_ONE_TIME)
        if not shown.rows or shown.number != number:
            raise NotFound()
        document = prints.letters(work, found, shown.rows)
        body = compile_pdf("training/distribution_letters.typ", document, created=work.now)
    answer = Response(body, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "attachment", filename=f"brev-{number}.pdf")
    return answer


@bp.post("/utbildning/mottagare/<int:receiver_id>/brev")
def make_letter(receiver_id: int) -> ResponseReturnValue:
    """Write to one person on paper instead."""
    with writing() as work:
        distributing.print_for(work, receiver_id)
    flash(_("Brevet görs. Länken i mejlet gäller inte längre."), "ok")
    return _back(receiver_id)


@bp.post("/utbildning/mottagare/<int:receiver_id>/dra-tillbaka")
def withdraw_link(receiver_id: int) -> ResponseReturnValue:
    """Take back one person's link."""
    with writing() as work:
        distributing.withdraw_link(work, receiver_id)
    flash(_("Personens länk gäller inte längre."), "ok")
    return _back(receiver_id)


@bp.post("/utbildning/mottagare/<int:receiver_id>/last")
def note_paper_read(receiver_id: int) -> ResponseReturnValue:
    """Somebody has answered a letter: it is noted as read."""
    with writing() as work:
        distributing.note_read_on_paper(work, receiver_id)
    flash(_("Det är noterat att personen har läst."), "ok")
    if actor().kind == "contact":
        return see_other("training.paper_answers")
    return _back(receiver_id)


@bp.get("/utbildning/svar")
def paper_answers() -> ResponseReturnValue:
    """Letters to the people of the own groups, whose answers a contact person notes."""
    if actor().kind != "contact":
        raise NotPermitted()
    with reading() as work:
        return page(
            "training/distribution_answers.html",
            receivers=reads.letters_in_own_groups(work),
            name_of=queries.name_of,
        )


def _page(work: Work, found: Distribution, form: NumberForm) -> Response:
    counts = reads.counts(work, found)
    asked = request.args.get("visa", "")
    way = asked if asked in WAYS else ""
    total = counts.get(way, 0) if way else sum(counts.values())
    shown = reads.receivers(work, found, way, page_number(), total)
    follows = policy.may_follow_distribution(work.actor, found) and found.state == "sent"
    return page(
        "training/distribution.html",
        form=form,
        distribution=found,
        state=DISTRIBUTION.states[found.state],
        counts=counts,
        total=sum(counts.values()),
        way=way,
        way_states=WAY_STATES,
        receivers=shown.rows,
        pager=pager(shown),
        name_of=queries.name_of,
        follows=follows,
        open_ways=OPEN_WAYS,
        **_next_steps(work, found, counts),
    )


def _next_steps(work: Work, found: Distribution, counts: dict[str, int]) -> dict[str, Any]:
    """What can be done now: whom to remind, and which letters to print."""
    today = local(work.now).date()
    return {
        "to_remind": distributing.reminded(counts, trains=found.edition.trains),
        "reminded_today": found.reminded_at and local(found.reminded_at).date() == today,
        "refused": min(counts.get("refused", 0), LETTERS_AT_ONE_TIME),
        "letters": range(1, -(-counts.get("paper", 0) // LETTERS_AT_ONE_TIME) + 1),
    }


def _back(receiver_id: int) -> ResponseReturnValue:
    with reading() as work:
        found = reads.receiver(work, receiver_id)
        return see_other("training.show_distribution", distribution_id=found.distribution_id)


def _reminded_words(persons: int) -> str:
    return ngettext(
        "En påminnelse är på väg till %(num)s kontaktombud.",
        "En påminnelse är på väg till %(num)s kontaktombud.",
        persons,
    )
