"""Mail that nobody could match by itself: a person says which sign it is about."""

from collections.abc import Sequence

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue

from grannsamverkan.core import codes
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.forms import options
from grannsamverkan.core.i18n import _, format_percent
from grannsamverkan.core.sending import send_picture
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.signs import policy
from grannsamverkan.signs.forms.mailin import DiscardForm, MatchForm
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.models.mailin import InboundMail
from grannsamverkan.signs.queries import mailin as queries
from grannsamverkan.signs.usecases import mailin
from grannsamverkan.signs.views.review import SIZES
from grannsamverkan.signs.words import mailin as words
from grannsamverkan.signs.workflow import SIGN, UPLOADING

bp = Blueprint("mailin", __name__)
LIKELY = 0.5
"""Own choice: from here, or as the only one, a sign is chosen beforehand: a look and one press."""


@bp.get("/granskning/mejl")
def queue() -> ResponseReturnValue:
    """Mail that waits to be sorted, the longest wait first."""
    with reading() as work:
        work.require(policy.reviews_somewhere)
        mails = queries.unsure(work)
        senders = {mail.id: mailin.sender_of(work, mail) for mail in mails}
        return page("signs/mails.html", mails=mails, senders=senders, reasons=words.MAIL_REASONS)


@bp.get("/granskning/mejl/<int:mail_id>")
def case(mail_id: int) -> ResponseReturnValue:
    """One mail: its photos, what points to which sign, and what can be done."""
    with reading() as work:
        mail = queries.mail(work, mail_id)
        form = MatchForm(photos=[str(photo.id) for photo in mail.readable])
        return _case_page(work, mail, form, DiscardForm())


@bp.post("/granskning/mejl/<int:mail_id>/valj")
def choose(mail_id: int) -> ResponseReturnValue:
    """Put the photos to the chosen sign."""
    form = MatchForm()
    with reading() as work:
        mail = queries.mail(work, mail_id)
        _offer(form, queries.offered(work, mail), mail)
        sign = _wanted(work, mail, form)
    if sign is not None and form.validate():
        with writing(form) as work:
            mailin.choose(work, mail_id, sign.id, [int(key) for key in form.photos.data])
        if not form.errors:
            flash(_("Fotona läggs till skylt %(code)s.", code=codes.pretty(sign.code)), "ok")
            return _onward()
    with reading() as work:
        return _case_page(work, queries.mail(work, mail_id), form, DiscardForm(formdata=None))


@bp.post("/granskning/mejl/<int:mail_id>/fraga")
def ask(mail_id: int) -> ResponseReturnValue:
    """Answer that nobody understood which sign it was."""
    with writing() as work:
        mailin.answer_not_understood(work, mail_id)
    flash(_("Avsändaren får ett mejl om hur man skriver vilken skylt det är."), "ok")
    return _onward()


@bp.post("/granskning/mejl/<int:mail_id>/lagg-undan")
def discard(mail_id: int) -> ResponseReturnValue:
    """Lay the mail aside; nobody gets an answer."""
    form = DiscardForm()
    if form.validate_on_submit():
        with writing(form) as work:
            mailin.discard(work, mail_id, form.reason.data or "")
        if not form.errors:
            flash(_("Mejlet är lagt åt sidan."), "ok")
            return _onward()
    with reading() as work:
        mail = queries.mail(work, mail_id)
        chosen = MatchForm(formdata=None, photos=[str(photo.id) for photo in mail.readable])
        return _case_page(work, mail, chosen, form)


@bp.get("/granskning/mejl/foto/<int:photo_id>/<any(liten, stor):size>.jpg")
def picture(photo_id: int, size: str) -> ResponseReturnValue:
    """A clean picture of what came; never the original."""
    with reading() as work:
        stored = getattr(queries.photo(work, photo_id), SIZES[size])
        if stored is None:
            raise NotFound()
        return send_picture(work, stored)


def _onward() -> ResponseReturnValue:
    """To the next mail that waits, else to the queue."""
    with reading() as work:
        following = next(iter(queries.unsure(work)), None)
    if following is None:
        return see_other("mailin.queue")
    return see_other("mailin.case", mail_id=following.id)


def _case_page(
    work: Work, mail: InboundMail, form: MatchForm, aside: DiscardForm
) -> ResponseReturnValue:
    offered = queries.offered(work, mail)
    _offer(form, offered, mail)
    return page(
        "signs/mail.html",
        form=aside if aside.errors else form,
        match=form,
        aside=aside,
        mail=mail,
        sender=mailin.sender_of(work, mail),
        waits=mail.state == "unsure",
        option_texts={str(sign.id): _why(mail, sign) for sign in offered},
        left_out=[words.left_out(name, why) for name, why in mail.left_out],
        reasons=words.MAIL_REASONS,
        others=len(queries.unsure(work)) - 1,
    )


def _offer(form: MatchForm, offered: Sequence[Sign], mail: InboundMail) -> None:
    names = [(sign.id, f"{codes.pretty(sign.code)} · {_place(sign)}") for sign in offered]
    form.sign.choices = options([*names, ("", _("En annan skylt, eller ingen av dem"))])
    form.photos.choices = [
        (str(photo.id), _("Foto %(number)s", number=number))
        for number, photo in enumerate(mail.readable, start=1)
    ]
    alone = len(mail.candidates) == 1
    likely = [one for one in mail.candidates if alone or one[1] >= LIKELY]
    if not form.is_submitted() and likely and likely[0][0] in {sign.id for sign in offered}:
        form.sign.data = str(likely[0][0])


def _place(sign: Sign) -> str:
    post = _("stolpe %(number)s", number=sign.post_number) if sign.post_number else ""
    return ", ".join(part for part in (post, sign.place, sign.group.name) if part)


def _why(mail: InboundMail, sign: Sign) -> str:
    """What points to a sign, in words, and why its photos cannot be taken in, if so."""
    told = [one for one in mail.candidates if one[0] == sign.id]
    said = [str(words.MARK_WORDS[kind]) for _key, _score, kinds in told for kind in kinds]
    likely = [_("%(percent)s troligt.", percent=format_percent(score)) for _k, score, _s in told]
    state = [] if sign.state in UPLOADING else [_("Läge: %(word)s.", word=SIGN.word(sign.state))]
    return " ".join([*likely, *said, *state])


def _wanted(work: Work, mail: InboundMail, form: MatchForm) -> Sign | None:
    """The sign that was chosen or written; None, with the reason at the field."""
    if form.sign.data and form.sign.data.isdigit():
        return queries.signs_by_id(work, [int(form.sign.data)]).get(int(form.sign.data))
    found = queries.sign_named(work, mail.municipality_id, form.other.data or "")
    if found is None:
        form.validate()
        form.other.errors = [_("Skriv en skylts kod eller en stolpes nummer som finns.")]
    return found
