"""Pages for contact persons: the bulletins, passing them on, and the own choices."""

from typing import Any

from flask import Response, flash, make_response, request
from flask.typing import ResponseReturnValue

from grannsamverkan.accounts.queries import mailing as mail_choices
from grannsamverkan.core.errors import NotPermitted
from grannsamverkan.core.i18n import _, speaking
from grannsamverkan.core.pdf import compile_pdf
from grannsamverkan.core.web import actor, page, page_number, pager, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.messages import policy, prints, queries, rules
from grannsamverkan.messages.forms import ChannelForm, FrequencyForm
from grannsamverkan.messages.models import Bulletin
from grannsamverkan.messages.queries import own
from grannsamverkan.messages.queries.own import Own
from grannsamverkan.messages.usecases import receiving
from grannsamverkan.messages.views import sending, shown
from grannsamverkan.messages.views.blueprint import bp
from grannsamverkan.messages.words import CHANNEL_BUTTONS, CHANNEL_WORDS, KIND_WORDS


@bp.get("/utskick")
def home() -> ResponseReturnValue:
    """Bulletins to me, or for staff those that were written."""
    with reading() as work:
        if policy.watches_somewhere(actor()):
            return sending.followed(work)
        if actor().kind != "contact":
            raise NotPermitted()
        found = own.bulletins(work, page_number())
        return page(
            "messages/own.html",
            bulletins=[(one, shown.words(one)) for one in found.rows],
            read=own.read_ids(work, [one.id for one in found.rows]),
            pager=pager(found),
            kind_words=KIND_WORDS,
            is_over=lambda one: rules.is_over(one.valid_until, shown.today(work)),
        )


@bp.get("/utskick/<int:bulletin_id>")
def show(bulletin_id: int) -> ResponseReturnValue:
    """One bulletin: to read, or for staff how far it has come. Reading the page proves nothing."""
    with reading() as work:
        if actor().kind != "contact":
            return sending.show_sent(work, bulletin_id)
        return _own_page(work, own.own(work, bulletin_id))


@bp.post("/utskick/<int:bulletin_id>/last")
def confirm_read(bulletin_id: int) -> ResponseReturnValue:
    """The contact person says to have read it."""
    with writing() as work:
        receiving.confirm_read(work, bulletin_id)
    return see_other("messages.show", bulletin_id=bulletin_id, _anchor="vidare")


@bp.post("/utskick/<int:bulletin_id>/vidare/<int:contact_id>")
def pass_on(bulletin_id: int, contact_id: int) -> ResponseReturnValue:
    """The bulletin goes on to the group; the notice for the board comes at once."""
    channel = request.form.get("channel", "")
    with writing() as work:
        receiving.pass_on(work, bulletin_id, contact_id, channel)
    if channel == "board":
        language = "en" if request.form.get("language") == "en" else "sv"
        return see_other("messages.notice", bulletin_id=bulletin_id, language=language)
    return see_other("messages.show", bulletin_id=bulletin_id, vidare=channel, _anchor="vidare")


@bp.get("/utskick/<int:bulletin_id>/anslag-<any(sv, en):language>.pdf")
def notice(bulletin_id: int, language: str) -> ResponseReturnValue:
    """The notice for the board. Having fetched it is no passing on."""
    with reading() as work:
        bulletin = _readable(work, bulletin_id)
        with speaking(language):
            document = prints.notice(bulletin, work.runtime.settings.base_url)
        answer = make_response(
            compile_pdf("messages/notice.typ", document, created=bulletin.sent_at or work.now)
        )
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers.set("Content-Disposition", "attachment", filename=f"anslag-{language}.pdf")
    return answer


@bp.route("/utskick/till-mig", methods=["GET", "POST"])
def choices() -> ResponseReturnValue:
    """How often I get mail, and how I reach each of my groups."""
    with reading() as work:
        work.require(policy.is_contact)
        known = mail_choices.choice(work, work.actor.person_id)
    form = FrequencyForm(frequency=known.frequency if known else "at_once")
    if form.validate_on_submit():
        with writing(form) as work:
            receiving.choose_frequency(work, form.frequency.data)
        flash(_("Ditt val är sparat."), "ok")
        return see_other("messages.choices")
    with reading() as work:
        contacts = own.contacts(work)
        chosen = own.channels(work, [contact.id for contact in contacts])
        return page("messages/choices.html", form=form, rows=_channel_forms(contacts, chosen))


@bp.post("/utskick/till-mig/<int:contact_id>")
def choose_channel(contact_id: int) -> ResponseReturnValue:
    """How I reach one of my groups."""
    with writing() as work:
        receiving.choose_channel(work, contact_id, request.form.get("channel", ""))
    flash(_("Ditt val är sparat."), "ok")
    return see_other("messages.choices")


def _channel_forms(contacts: Any, chosen: dict[int, str]) -> list[tuple[Any, ChannelForm]]:
    """(contact, form) for each group; fields of several forms on a page need ids of their own."""
    made = []
    for contact in contacts:
        form = ChannelForm(formdata=None, channel=chosen.get(contact.id))
        form.channel.id = f"channel-{contact.id}"
        made.append((contact, form))
    return made


def _readable(work: Work, bulletin_id: int) -> Bulletin:
    """A bulletin of the contact person's own, or one that staff may follow."""
    if actor().kind == "contact":
        return own.own(work, bulletin_id).bulletin
    return queries.bulletin(work, bulletin_id)


def _own_page(work: Work, found: Own) -> Response:
    bulletin = found.bulletin
    words = shown.words(bulletin)
    link = prints.public_address(work.runtime.settings.base_url, bulletin)
    channels = own.channels(work, [row.contact_id for row in found.rows])
    return page(
        "messages/read.html",
        bulletin=bulletin,
        words=words,
        is_read=found.is_read,
        is_over=rules.is_over(bulletin.valid_until, shown.today(work)),
        rows=[(row, channels.get(row.contact_id)) for row in found.rows],
        channels=rules.CHANNELS,
        channel_words=CHANNEL_WORDS,
        channel_buttons=CHANNEL_BUTTONS,
        kind_words=KIND_WORDS,
        passings=own.passings(work, found),
        just_now=request.args.get("vidare", ""),
        link=link,
        copied=rules.copied(words.title, words.paragraphs, link),
    )
