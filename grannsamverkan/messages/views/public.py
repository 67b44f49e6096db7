"""Pages without an account: a bulletin for everybody, and what a mail's link leads to."""

from flask import Blueprint, flash, request
from flask.typing import ResponseReturnValue

from grannsamverkan.accounts.queries import mailing as choices
from grannsamverkan.core import doors
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.messages import queries, rules
from grannsamverkan.messages.forms import FrequencyForm
from grannsamverkan.messages.usecases import receiving
from grannsamverkan.messages.views import shown
from grannsamverkan.messages.words import KIND_WORDS

bp = Blueprint("bulletins", __name__)
PUBLIC = frozenset(
    {"bulletins.read", "bulletins.read_small", "bulletins.unsubscribe", "bulletins.choose"}
)
doors.keep_addresses_secret(bp)
doors.say_when_over(
    bp,
    bulletin_code=doors.Over(
        lazy("Utskicket finns inte"),
        lazy("Adressen kan vara felskriven. Den står på anslaget, under rutan."),
    ),
    token=doors.Over(
        lazy("Länken gäller inte"),
        lazy("Den kan ha blivit avhuggen i mejlet."),
        lazy("Är du kontaktombud kan du logga in och välja hur ofta du får mejl."),
        action=(lazy("Logga in och välj"), "messages.choices"),
    ),
)


@bp.get("/M/<bulletin_code>")
def read(bulletin_code: str) -> ResponseReturnValue:
    """What the QR on a notice leads to: the bulletin as it holds now, or its correction."""
    with reading() as work:
        bulletin = queries.public(work, bulletin_code)
        return page(
            "messages/public.html",
            bulletin=bulletin,
            words=shown.words(bulletin),
            kind_words=KIND_WORDS,
            is_over=rules.is_over(bulletin.valid_until, shown.today(work)),
        )


doors.lead_on(bp, "/m/<bulletin_code>", "read")


@bp.get("/utskick/val/<token>")
def unsubscribe(token: str) -> ResponseReturnValue:
    """Where a mail's link leads: a question. Opening it changes nothing."""
    with reading() as work:
        choice = choices.choice_by_token(work, token)
        form = FrequencyForm(frequency=choice.frequency)
        return page("messages/unsubscribe.html", form=form, token=token)


@bp.post("/utskick/val/<token>")
def choose(token: str) -> ResponseReturnValue:
    """The answer; a mail program's own button says nothing else than that mails should end."""
    doors.refuse_other_sites()
    with reading() as work:
        choice = choices.choice_by_token(work, token)
    doors.hold("bulletin_choice", choice.id)
    with writing() as work:
        receiving.choose_frequency_by_link(work, token, request.form.get("frequency", "page"))
    flash(_("Ditt val är sparat."), "ok")
    return see_other("bulletins.unsubscribe", token=token)


KEYED_BY_ADDRESS = (choose,)
