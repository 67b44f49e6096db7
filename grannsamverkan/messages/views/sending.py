"""Pages on which a bulletin is looked through, sent, followed and taken back."""

from typing import Any

from flask import Response, flash, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.i18n import _, ngettext
from grannsamverkan.core.web import page, page_number, pager, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.messages import policy, queries, rules, usecases
from grannsamverkan.messages.forms import CorrectionForm, SendForm
from grannsamverkan.messages.models import Bulletin
from grannsamverkan.messages.queries import aim as aims
from grannsamverkan.messages.queries import reach as reaches
from grannsamverkan.messages.rules.guard import Finding
from grannsamverkan.messages.usecases import Correction
from grannsamverkan.messages.views import shown
from grannsamverkan.messages.views.blueprint import bp
from grannsamverkan.messages.views.writing import area_ring, map_source
from grannsamverkan.messages.words import (
    AIM_WORDS,
    CHANNEL_WORDS,
    FIELD_WORDS,
    KIND_WORDS,
    WARNING_REASONS,
    WARNING_WORDS,
)
from grannsamverkan.messages.workflow import BULLETIN

CONFIRMED = "ga_vidare"
"""The boxes beside the guard's questions; each carries its question's key."""


@bp.route("/utskick/<int:bulletin_id>/skicka", methods=["GET", "POST"])
def preview(bulletin_id: int) -> ResponseReturnValue:
    """Step 3: how it will look, who gets it, what the guard asks; then it is sent."""
    form = SendForm()
    if form.validate_on_submit():
        with writing(form) as work:
            numbers = (form.groups.data, form.persons.data)
            usecases.send(work, bulletin_id, shown=numbers, confirmed=_confirmed())
        if not form.errors:
            flash(_sent_words(form.persons.data), "ok")
            return see_other("messages.show", bulletin_id=bulletin_id)
    with reading() as work:
        return _preview(work, queries.open_draft(work, bulletin_id), form)


@bp.route("/utskick/<int:bulletin_id>/dra-tillbaka", methods=["GET", "POST"])
def withdraw(bulletin_id: int) -> ResponseReturnValue:
    """Take a bulletin back, with a correction."""
    form = CorrectionForm()
    with reading() as work:
        work.require(policy.may_withdraw, queries.bulletin(work, bulletin_id))
    if form.validate_on_submit():
        correction = Correction(form.correction.data, form.correction_en.data or "")
        with writing(form) as work:
            usecases.withdraw(work, bulletin_id, correction, _confirmed())
        if not form.errors:
            flash(_("Utskicket är tillbakadraget. Rättelsen är på väg."), "ok")
            return see_other("messages.show", bulletin_id=bulletin_id)
    with reading() as work:
        bulletin = queries.bulletin(work, bulletin_id)
        return page(
            "messages/withdraw.html",
            form=form,
            bulletin=bulletin,
            **_asked_of_correction(work, bulletin, form),
        )


def followed(work: Work) -> Response:
    """The list of those who write and follow."""
    found = queries.bulletins(work, page_number())
    return page(
        "messages/index.html",
        bulletins=found.rows,
        pager=pager(found),
        states=BULLETIN.states,
        kind_words=KIND_WORDS,
        may_create=policy.writes_somewhere(work.actor),
        is_over=lambda one: rules.is_over(one.valid_until, shown.today(work)),
    )


def show_sent(work: Work, bulletin_id: int) -> ResponseReturnValue:
    """How far a bulletin has come, for those who follow it; a draft goes on where it stands."""
    bulletin = queries.bulletin(work, bulletin_id)
    if bulletin.state == "draft":
        fits = aims.fits(work, bulletin)
        return see_other("messages.preview" if fits else "messages.aim", bulletin_id=bulletin_id)
    reach = reaches.reach(work, bulletin)
    return page(
        "messages/reach.html",
        bulletin=bulletin,
        state=BULLETIN.states[bulletin.state],
        versions=list(shown.versions(bulletin)),
        words=shown.words(bulletin),
        kind_words=KIND_WORDS,
        reach=reach,
        figures=_figures(reach),
        channels=[(CHANNEL_WORDS[name], count) for name, count in reach.channels.items()],
        may_withdraw=BULLETIN.offers(work.actor, bulletin, "withdraw"),
        is_over=rules.is_over(bulletin.valid_until, shown.today(work)),
        warned=[WARNING_WORDS[kind] for kind in bulletin.warned],
    )


def _figures(reach: rules.Reach) -> list[tuple[Any, int]]:
    """What became of the contact persons' mails, in words."""
    told = [
        (_("Lämnat till mejlservern"), reach.mailed),
        (_("På väg, eller i dagens mejl"), reach.waiting),
        (_("Mejlet kom inte fram"), reach.refused),
        (_("Läser på sidan, utan mejl"), reach.on_page),
        (_("Var inte kontaktombud längre"), reach.left),
        (_("Har sagt att de har läst"), reach.read),
    ]
    always = {0, len(told) - 1}
    return [row for place, row in enumerate(told) if row[1] or place in always]


def _preview(work: Work, bulletin: Bulletin, form: SendForm) -> ResponseReturnValue:
    if not aims.fits(work, bulletin):
        return see_other("messages.aim", bulletin_id=bulletin.id)
    found = queries.findings(work, bulletin)
    return page(
        "messages/preview.html",
        bulletin=bulletin,
        form=form,
        number=aims.number(work, bulletin),
        versions=list(shown.versions(bulletin)),
        kind_words=KIND_WORDS,
        aim_word=AIM_WORDS[bulletin.aim],
        chosen=", ".join(_chosen(work, bulletin)),
        shapes=[{"name": "", "kind": "own", "ring": ring}]
        if (ring := area_ring(work, bulletin))
        else [],
        map_source=map_source(work, bulletin.municipality),
        **_guard(shown.texts(bulletin), found),
    )


def _guard(fields: dict[str, str], found: list[Finding]) -> dict[str, Any]:
    """What `messages/_guard.html` needs."""
    return {
        "asked": shown.marked(fields, found),
        "answered": _confirmed(),
        "box": CONFIRMED,
        "field_words": FIELD_WORDS,
        "warning_words": WARNING_WORDS,
        "warning_reasons": WARNING_REASONS,
    }


def _asked_of_correction(work: Work, bulletin: Bulletin, form: CorrectionForm) -> dict[str, Any]:
    """The guard's questions about a correction that was written, and is shown again."""
    fields = {
        "correction": form.correction.data or "",
        "correction_en": form.correction_en.data or "",
    }
    found = queries.findings_in_correction(work, bulletin, *fields.values())
    return _guard(fields, found)


def _chosen(work: Work, bulletin: Bulletin) -> list[str]:
    """The names of what was chosen by name."""
    if bulletin.aim == "groups":
        return [name for _id, name in aims.chosen_groups(work, bulletin)]
    return [area.name for area in bulletin.police_areas]


def _confirmed() -> frozenset[str]:
    return frozenset(request.form.getlist(CONFIRMED))


def _sent_words(persons: int) -> str:
    return ngettext(
        "Utskicket är på väg till %(num)s kontaktombud.",
        "Utskicket är på väg till %(num)s kontaktombud.",
        persons,
    )
