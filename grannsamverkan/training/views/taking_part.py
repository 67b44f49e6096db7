"""Taking part in a session: the own page by a link, the QR shown at the door, and the poster.

`/P/<token>` is a person's key. `/N/<code>` and `/D/<code>` are no keys: the first says who somebody
is to whoever holds the session, the second where somebody is. Opening any of them changes nothing.
"""

from flask import Blueprint, Response, flash
from flask.typing import ResponseReturnValue

from grannsamverkan.core import codes, doors, qr
from grannsamverkan.core.calendar import MEDIA_TYPE, calendar_file
from grannsamverkan.core.doors import Over
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.web import actor, page, reading, see_other, send_made, writing
from grannsamverkan.core.work import Work
from grannsamverkan.training import policy, queries
from grannsamverkan.training.forms.sessions import ArriveForm
from grannsamverkan.training.models import Session, SignUp
from grannsamverkan.training.prints import sessions as prints
from grannsamverkan.training.queries import certificates
from grannsamverkan.training.queries import seats as rows
from grannsamverkan.training.queries import sessions as reads
from grannsamverkan.training.rules import LANGUAGE_WORDS
from grannsamverkan.training.rules.sessions import PASS_ROOM, free_seats
from grannsamverkan.training.usecases import sessions as usecases
from grannsamverkan.training.views.certificates import send_certificate
from grannsamverkan.training.words import SESSION_KINDS, last_day, when
from grannsamverkan.training.workflow import SESSION, SIGNUP

bp = Blueprint("attending", __name__)
PUBLIC = frozenset(
    f"attending.{name}"
    for name in (
        *("own", "own_small", "sign_up", "leave", "arrive", "calendar", "material", "certificate"),
        *("show_pass", "show_pass_small", "door", "door_small"),
    )
)
doors.keep_addresses_secret(bp)
doors.lead_on(bp, "/p/<token>", "own")
doors.lead_on(bp, "/n/<code>", "show_pass")
doors.lead_on(bp, "/d/<door>", "door")
doors.say_when_over(
    bp,
    token=Over(
        lazy("Länken gäller inte"),
        lazy(
            "Den kan ha gått ut eller blivit avhuggen i mejlet, eller så är du inte kontaktombud"
            " längre."
        ),
        lazy("Är du kontaktombud kan du logga in och se träffarna där."),
        action=(lazy("Logga in"), "training.sessions"),
    ),
    door=Over(
        lazy("Koden är okänd"),
        lazy("Träffen kan vara inställd. Fråga den som håller i den."),
    ),
)


# --- the own page ---


@bp.get("/P/<token>")
def own(token: str) -> ResponseReturnValue:
    """The person's own page: sign up, give back, show the code. Scanners come here as well."""
    with reading() as work:
        row = rows.by_token(work, token)
        return own_page(work, row.session, row, token)


@bp.post("/P/<token>/anmal")
def sign_up(token: str) -> ResponseReturnValue:
    """Have a seat, or a place on the waiting list."""
    _enter(token)
    with writing() as work:
        usecases.sign_up_by_link(work, token)
    return see_other("attending.own", token=token)


@bp.post("/P/<token>/lamna")
def leave(token: str) -> ResponseReturnValue:
    """Give the seat back, or say that one does not come."""
    _enter(token)
    with writing() as work:
        usecases.leave_by_link(work, token)
    return see_other("attending.own", token=token)


@bp.post("/P/<token>/har")
def arrive(token: str) -> ResponseReturnValue:
    """Say to be there, with the code of the poster."""
    _enter(token)
    form = ArriveForm()
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.arrive_by_link(work, token, form.code.data)
        if not form.errors:
            return see_other("attending.own", token=token)
    with reading() as work:
        row = rows.by_token(work, token)
        return own_page(work, row.session, row, token, form)


@bp.get("/P/<token>/kalender.ics")
def calendar(token: str) -> ResponseReturnValue:
    """The session for one's own calendar."""
    with reading() as work:
        return send_calendar(work, rows.by_token(work, token).session)


@bp.post("/P/<token>/material")
def material(token: str) -> ResponseReturnValue:
    """Go to what the session was followed by, by a fresh link."""
    _enter(token)
    with writing() as work:
        opened = usecases.open_material(work, token)
    return see_other("training.open_link", token=opened)


@bp.get("/P/<token>/intyg")
def certificate(token: str) -> ResponseReturnValue:
    """The certificate of having been there."""
    with reading() as work:
        row = rows.by_token(work, token)
        found = certificates.of_session(work, row.session, row.contact)
        if found is None:
            raise NotFound()
        return send_certificate(work, found)


# --- the code shown at the door ---


@bp.get("/N/<code>")
def show_pass(code: str) -> ResponseReturnValue:
    """For whoever holds the session, who it is; for others nothing, not even if there is such a
    code. The person is led to the own page."""
    with reading() as work:
        row = _known(work, code)
        if row is not None and policy.may_hold_session(work.actor, row.session):
            return page(
                "training/session_check_in.html",
                row=row,
                session=row.session,
                name=queries.name_of(row.contact),
                standing=SIGNUP.states[row.state],
                its_day=reads.is_its_day(work, row.session),
                when=when(row.session),
                code=code,
            )
        if row is not None and policy.is_signup_of(work.actor, row):
            return see_other("training.show_session", session_id=row.session_id)
    return page("training/session_pass.html", is_nobody=actor().kind == "nobody", code=code)


@bp.post("/N/<code>")
def check_in(code: str) -> ResponseReturnValue:
    """Note that the person is there."""
    with writing() as work:
        row = usecases.check_in(work, code)
        name = queries.name_of(row.contact)
    flash(_("%(name)s är incheckad.", name=name), "ok")
    return see_other("attending.show_pass", code=code)


# --- the poster ---


@bp.get("/D/<door>")
def door(door: str) -> ResponseReturnValue:
    """What the poster's code leads to: a press for whoever is signed in and has a seat."""
    with reading() as work:
        found = reads.by_door(work, door)
        own_row = rows.own_row(work, found) if work.actor.kind == "contact" else None
        return page(
            "training/session_door.html",
            session=found,
            when=when(found),
            row=own_row,
            is_open=found.state == "open" and reads.is_door_open(work, found),
            is_contact=work.actor.kind == "contact",
            code=codes.pretty(found.door_code),
            door=door,
        )


@bp.post("/D/<door>")
def arrive_signed_in(door: str) -> ResponseReturnValue:
    """Say to be there."""
    with writing() as work:
        row = usecases.arrive(work, door)
    return see_other("training.show_session", session_id=row.session_id)


# --- what both ways to the own page share ---


def own_page(
    work: Work,
    session: Session,
    row: SignUp | None,
    token: str | None = None,
    form: ArriveForm | None = None,
) -> Response:
    """The person's page of a session, by a link's token or for the signed-in."""
    is_signed = row is not None and row.state == "signed"
    numbers = reads.numbers_of(work, session)
    return page(
        "training/session_own.html",
        session=session,
        row=row,
        token=token,
        form=form or ArriveForm(),
        kind=SESSION_KINDS[session.kind],
        spoken=LANGUAGE_WORDS[session.language],
        when=when(session),
        last_day=last_day(session),
        state=SESSION.states[session.state],
        standing=SIGNUP.states[row.state] if row else None,
        free=free_seats(session.seats, numbers.signed),
        takes_signups=reads.takes_signups(work, session),
        code=_picture(work, row) if is_signed and row and session.state == "open" else None,
        is_door_open=is_signed and session.state == "open" and reads.is_door_open(work, session),
        material=reads.material(work, session) if row and row.settled_at else None,
        certificate=certificates.of_session(work, session, row.contact) if row else None,
    )


def send_calendar(work: Work, session: Session) -> Response:
    """The session for somebody's calendar."""
    return send_made(calendar_file(prints.event(work, session)), MEDIA_TYPE, "traff.ics")


def _picture(work: Work, row: SignUp) -> str:
    base_url = work.runtime.settings.base_url
    return qr.qr_picture(qr.letter_address(base_url, row.pass_code, room=PASS_ROOM))


def _known(work: Work, code: str) -> SignUp | None:
    try:
        return rows.by_pass(work, code)
    except NotFound:
        return None


def _enter(token: str) -> None:
    """Let the holder of a link act as such."""
    with reading() as work:
        found = rows.by_token(work, token)
    doors.hold("signup", found.id)
