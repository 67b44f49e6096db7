"""Shapes of input for live sessions."""

from datetime import datetime, time, timedelta
from typing import Any

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, Optional
from wtforms.widgets import HiddenInput

from grannsamverkan.core.forms import Form, at_most, day, hour, options, required
from grannsamverkan.core.i18n import TIMEZONE, lazy, local
from grannsamverkan.training.rules import LANGUAGE_WORDS
from grannsamverkan.training.rules.sessions import MOST_SEATS
from grannsamverkan.training.words import SESSION_KINDS

WHO = {
    "untrained": lazy("De som inte har gått utbildningen, eller behöver göra om den"),
    "all": lazy("Alla kontaktombud"),
}


class SessionForm(Form):
    """All that is said of a session. Fields with nothing to choose from are taken away."""

    municipality = SelectField(lazy("Kommun"), coerce=int)
    kind = RadioField(
        lazy("Vilken sorts träff?"),
        choices=options(SESSION_KINDS.items()),
        validators=[required(lazy("Välj vilken sorts träff det är."))],
    )
    title = StringField(
        lazy("Vad ska den heta?"),
        validators=[required(lazy("Skriv ett namn.")), at_most(120)],
        description=lazy("Till exempel: Utbildning för nya kontaktombud."),
    )
    language = SelectField(
        lazy("Vilket språk talas?"), choices=options(LANGUAGE_WORDS.items()), default="sv"
    )
    area = SelectField(
        lazy("För vilka?"),
        description=lazy("Inbjudan går till kontaktombuden där. Alla i kommunen kan anmäla sig."),
    )
    on = day(lazy("Vilken dag?"))
    at = hour(lazy("När börjar den?"), description=lazy("Klockslag, som 18:30."))
    until = hour(lazy("När slutar den?"), description=lazy("Klockslag, som 20:00."))
    place = StringField(
        lazy("Var?"),
        validators=[required(lazy("Skriv var ni ska vara.")), at_most(120)],
        description=lazy("Till exempel Folkets hus, Storgatan 1."),
    )
    directions = TextAreaField(
        lazy("Hur hittar man dit?"),
        validators=[Optional(), at_most(500)],
        description=lazy("Ingång, hiss, parkering, buss."),
    )
    organiser = StringField(
        lazy("Vem håller i träffen?"),
        validators=[required(lazy("Skriv vem.")), at_most(120)],
        description=lazy("Namnet syns för alla som bjuds in."),
    )
    seats = IntegerField(
        lazy("Hur många får plats?"),
        validators=[
            Optional(),
            NumberRange(
                min=1, max=MOST_SEATS, message=lazy("Skriv ett tal mellan %(min)d och %(max)d.")
            ),
        ],
        description=lazy("Lämna tomt om det finns plats för alla."),
    )
    closes_on = day(
        lazy("Sista dag att anmäla sig"),
        needed=False,
        description=lazy("Lämna tomt om det går ända tills träffen börjar."),
    )
    edition = SelectField(
        lazy("Skickas efteråt"), description=lazy("De som kom får det här materialet.")
    )
    trains = BooleanField(
        lazy("Den som kommer har gått utbildningen"),
        description=lazy("De som är på plats får ett intyg, på samma sätt som efter frågorna."),
    )

    @property
    def starts_at(self) -> datetime:
        """When it begins."""
        return self._moment(self.at.data)

    @property
    def ends_at(self) -> datetime:
        """When it ends, on the same day."""
        return self._moment(self.until.data)

    @property
    def closes_at(self) -> datetime:
        """Through the chosen day, but no longer than until it begins."""
        if self.closes_on.data is None or self.closes_on.data == self.on.data:
            return self.starts_at
        following = self.closes_on.data + timedelta(days=1)
        return datetime.combine(following, time(0), TIMEZONE)

    def _moment(self, at: time) -> datetime:
        return datetime.combine(self.on.data, at, TIMEZONE)


def shown(session: Any) -> dict[str, Any]:
    """What the form holds for a session that is there already."""
    starts, last_moment = local(session.starts_at), session.closes_at - timedelta(seconds=1)
    closes_early = session.closes_at < session.starts_at
    return {
        "kind": session.kind,
        "title": session.title,
        "language": session.language,
        "area": str(session.police_area_id or ""),
        "on": starts.date(),
        "at": starts.time(),
        "until": local(session.ends_at).time(),
        "place": session.place,
        "directions": session.directions,
        "organiser": session.organiser,
        "seats": session.seats,
        "closes_on": local(last_moment).date() if closes_early else None,
        "edition": str(session.edition_id or ""),
        "trains": session.trains,
    }


class SessionCancelForm(Form):
    """Why a session is called off."""

    reason = TextAreaField(
        lazy("Varför?"),
        validators=[required(lazy("Skriv varför.")), at_most(500)],
        description=lazy("Texten går ordagrant till alla som har anmält sig."),
    )


class SessionInviteForm(Form):
    """Whom to invite; `number` is how many were shown."""

    who = RadioField(
        lazy("Vilka ska bjudas in?"),
        choices=options(WHO.items()),
        validators=[required(lazy("Välj vilka som ska bjudas in."))],
    )
    number = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class ArriveForm(Form):
    """The code on the poster at the door."""

    code = StringField(
        lazy("Koden på affischen vid dörren"),
        validators=[required(lazy("Skriv koden som står på affischen.")), at_most(20)],
        description=lazy("Sex tecken, som K7Q-4MR."),
    )
