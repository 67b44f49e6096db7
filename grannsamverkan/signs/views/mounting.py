"""The pages of whoever holds a hand-out letter or stands before a label. Nobody has an account.

A letter's address is its key: `/B/<token>`. It opens one sign, for photos and statements, and
nothing else. A label's address, `/S/<code>`, is public and opens nothing.
"""

from typing import Literal

from flask import Blueprint, Response, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as BaseResponse

from grannsamverkan.core import codes, doors
from grannsamverkan.core.doors import Over
from grannsamverkan.core.errors import DomainError, InvalidInput, NotFound
from grannsamverkan.core.forms import Form
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.sending import send_picture
from grannsamverkan.core.storage import NoSpace
from grannsamverkan.core.web import Answer, error_page, page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.places import queries as places
from grannsamverkan.signs import errors, queries
from grannsamverkan.signs.forms import LabelForm, LetterForm, StatementsForm
from grannsamverkan.signs.models import Sign
from grannsamverkan.signs.queries import links as link_queries
from grannsamverkan.signs.queries import orders as order_queries
from grannsamverkan.signs.queries.fastenings import common_fastenings
from grannsamverkan.signs.rules import VIEWS, fastenings
from grannsamverkan.signs.usecases import mounting, orders
from grannsamverkan.signs.views import intake, shapes
from grannsamverkan.signs.workflow import UPLOADING

bp = Blueprint("mounting", __name__)
PUBLIC = frozenset(
    f"mounting.{name}"
    for name in (
        "letter_entry",
        "letter_entry_small",
        "letter",
        "letter_small",
        "add_photo",
        "photo_state",
        "keep_answers",
        "remove_photo",
        "picture",
        "send",
        "received",
        "label_entry",
        "label_entry_small",
        "label",
        "label_small",
    )
)
SIZES: dict[str, Literal["thumb", "stored"]] = {"liten": "thumb", "stor": "stored"}
EMPTY_COPY = "utan-nat"
NOT_HANGING = frozenset({"planned", "place_refused", "cancelled", "taken_down"})
doors.keep_addresses_secret(bp)
doors.lead_on(bp, "/b", "letter_entry")
doors.lead_on(bp, "/b/<token>", "letter")
doors.lead_on(bp, "/s", "label_entry")
doors.lead_on(bp, "/s/<code>", "label")
doors.say_when_over(
    bp,
    token=Over(
        lazy("Länken går inte att använda"),
        lazy(
            "Kontrollera att hela koden kom med. Ett brev slutar gälla efter en tid."
            " Gruppens kontaktombud kan ge dig ett nytt."
        ),
        action=(lazy("Skriv koden från brevet"), "mounting.letter_entry"),
    ),
    code=Over(
        lazy("Koden går inte att använda"),
        lazy("Kontrollera att du har läst alla sex tecken rätt."),
        action=(lazy("Skriv koden igen"), "mounting.label_entry"),
    ),
)


@bp.teardown_request
def close_files(_error: BaseException | None) -> None:
    """Large photos wait in temporary files: away with them now, not when memory is tidied."""
    request.close()


# The letter


@bp.route("/B", methods=["GET", "POST"])
def letter_entry() -> Answer:
    """For a phone that cannot read the QR code: type the letter's code."""
    form = LetterForm()
    if form.validate_on_submit():
        with reading() as work:
            if queries.sign_by_token(work, form.token.data) is not None:
                return see_other("mounting.letter", token=codes.normalise(form.token.data))
            if link_queries.link_by_token(work, form.token.data) is not None:
                return see_other("tasklinks.do", token=codes.normalise(form.token.data))
        form.add_error(
            InvalidInput(
                lazy("Koden stämmer inte, eller så gäller brevet inte längre. Läs den igen."),
                field="token",
            )
        )
    return page("mounting/letter_entry.html", form=form)


@bp.route("/B/<token>", methods=["GET", "POST"])
def letter(token: str) -> Answer:
    """What the letter's holder is asked for, or what has become of it."""
    sign_id = open_letter(token)
    form = StatementsForm() if request.method == "POST" else None
    if form is not None and (answer := _receive(token, sign_id, form)):
        return answer
    with reading() as work:
        sign = queries.sign(work, sign_id)
        if EMPTY_COPY in request.args:
            return _empty_copy(work, token, sign)
        if sign.state in UPLOADING:
            return _asking_page(work, token, sign, form)
        return page("mounting/sent.html", **shapes.sent(token, sign))


def _empty_copy(work: Work, token: str, sign: Sign) -> Response:
    """The page that a phone keeps for when there is no network: nothing in it has been sent."""
    if sign.state not in UPLOADING:
        raise NotFound()
    return _asking_page(work, token, sign, StatementsForm(), is_copy=True)


def _asking_page(
    work: Work, token: str, sign: Sign, form: StatementsForm | None, *, is_copy: bool = False
) -> Response:
    photo_set = None if is_copy else sign.open_set
    return page(
        "mounting/letter.html",
        form=form or shapes.filled_form(sign.open_set or sign.sent_set),
        token=token,
        sign=shapes.named(sign),
        municipality=sign.municipality,
        asked=shapes.asked(sign),
        views=[shapes.wanted_view(token, photo_set, view) for view in VIEWS],
        mailed=shapes.mailed_photos(token, photo_set),
        fastenings=fastenings(),
        common=common_fastenings(work, sign.municipality_id),
        most_bytes=intake.MAX_BYTES,
        is_copy=is_copy,
        receipt=None if is_copy else order_queries.hand_out_of(work, sign),
        first_look=shapes.first_look(),
    )


def _receive(token: str, sign_id: int, form: StatementsForm) -> BaseResponse | None:
    """Keep all that can be kept of the form; None if it must be shown again with its errors."""
    form.validate()
    with writing() as work:
        mounting.keep_statements(work, sign_id, shapes.statements(form))
        if gone := request.form.get("remove", type=int):
            mounting.remove_photo(work, sign_id, gone)
    intake.examine(intake.take_in_form(sign_id, form))
    wants_to_send = "review" in request.form
    if wants_to_send and not _has_photos(sign_id):
        form.photos_fastening.errors = [*form.photos_fastening.errors, str(errors.no_photos())]
    if form.errors:
        return None
    if wants_to_send:
        return see_other("mounting.send", token=token)
    return see_other("mounting.letter", token=token, _anchor="foton")


def _has_photos(sign_id: int) -> bool:
    with reading() as work:
        photo_set = queries.sign(work, sign_id).open_set
        return photo_set is not None and bool(photo_set.usable)


@bp.route("/B/<token>/skicka", methods=["GET", "POST"])
def send(token: str) -> Answer:
    """The summary, with what could be better, and the button that sends it anyway."""
    sign_id = open_letter(token)
    form = Form()
    with reading() as work:
        sign = queries.sign(work, sign_id)
        photo_set = sign.open_set
        if sign.state not in UPLOADING or photo_set is None or not photo_set.usable:
            return see_other("mounting.letter", token=token)
        said = mounting.statements_of(photo_set)
        if not form.validate_on_submit():
            return page("mounting/send.html", form=form, **shapes.summary(work, token, photo_set))
    with writing() as work:
        mounting.send_photos(work, sign_id, said)
    return see_other("mounting.letter", token=token)


@bp.post("/B/<token>/mottagen")
def received(token: str) -> Answer:
    """The press of whoever holds the letter: the sign has come."""
    sign_id = open_letter(token)
    with writing() as work:
        orders.confirm_hand_out(work, sign_id)
    return see_other("mounting.letter", token=token)


@bp.get("/B/<token>/foton/<int:photo_id>/<any(liten,stor):size>.jpg")
def picture(token: str, photo_id: int, size: str) -> Answer:
    """A clean picture of one of the sign's own photos."""
    open_letter(token)
    with reading() as work:
        stored = queries.photo(work, photo_id).shown(SIZES[size])
        if stored is None:
            raise NotFound()
        return send_picture(work, stored)


# The label


@bp.route("/S", methods=["GET", "POST"])
def label_entry() -> Answer:
    """For a phone that cannot read the QR code: type the code on the sign."""
    form = LabelForm()
    if form.validate_on_submit():
        return see_other("mounting.label", code=codes.normalise(form.code.data))
    return page("mounting/label_entry.html", form=form)


@bp.get("/S/<code>")
def label(code: str) -> Answer:
    """Which sign this is and whom to call about it, for anybody who passes."""
    with reading() as work:
        sign = _hanging_sign(work, code)
        return page(
            "mounting/label.html",
            sign=shapes.named(sign),
            municipality=sign.municipality,
            contacts=places.public_contacts(work, sign.municipality_id),
        )


def _hanging_sign(work: Work, code: str) -> Sign:
    sign = queries.sign_by_code(work, code)
    if sign is None or sign.state in NOT_HANGING:
        raise NotFound()
    return sign


# Whom the letter lets in, and what is said when something is wrong


def open_letter(token: str) -> int:
    """The letter's sign; from here on this request acts as the letter's holder."""
    with reading() as work:
        sign_id = queries.sign_by_token(work, token)
    if sign_id is None:
        raise NotFound()
    doors.hold("sign", sign_id)
    return sign_id


@bp.errorhandler(DomainError)
def _refusal(error: DomainError) -> Response:
    return _with_way_back(error.status, str(error))


@bp.errorhandler(RequestEntityTooLarge)
def _too_much(_error: RequestEntityTooLarge) -> Response:
    return _with_way_back(
        413,
        _(
            "Fotona är för stora att skicka på en gång. Gå tillbaka och välj färre åt gången."
            " Det du har skickat förut är kvar."
        ),
    )


@bp.errorhandler(NoSpace)
def _full(_error: NoSpace) -> Response:
    return _with_way_back(
        507, _("Just nu kan vi inte ta emot fler foton. Försök igen senare. Det du har är kvar.")
    )


def _with_way_back(status: int, message: str) -> Response:
    token = (request.view_args or {}).get("token")
    if token is None:
        return error_page(status, message)
    return error_page(
        status,
        message,
        action_text=_("Tillbaka till fotona"),
        action_href=url_for("mounting.letter", token=token),
    )
