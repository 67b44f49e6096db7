"""Shapes of input for signs."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_wtf.file import MultipleFileField
from wtforms import HiddenField, RadioField, SelectChoice, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, Optional, Regexp, ValidationError

from grannsamverkan.core import codes
from grannsamverkan.core.forms import Form, at_most, email, options, required
from grannsamverkan.core.i18n import _, format_number, lazy
from grannsamverkan.signs import rules, words
from grannsamverkan.signs.usecases.review import OUTCOMES, Grounds
from grannsamverkan.signs.words.reasons import Reason

_CHOOSE = lazy("Välj ett av svaren.")
YES_NO = (("yes", lazy("Ja")), ("no", lazy("Nej")))


class PositionField(StringField):  # type: ignore[misc]  # WTForms carries no types
    """A position typed as "58.3801, 12.3234": (lat, lon) in degrees, or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.raw_text = text
        self.data: Any = _position(text) if text else None

    def _value(self) -> str:
        given = getattr(self, "raw_text", "")
        return given or (f"{self.data[0]}, {self.data[1]}" if self.data else "")


def _position(text: str) -> tuple[float, float]:
    parts = text.replace(";", " ").replace(", ", " ").split()
    try:
        lat, lon = (float(part.replace(",", ".")) for part in parts)
    except ValueError as error:
        raise ValueError(lazy("Skriv latitud och longitud, som 58.3801, 12.3234.")) from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError(lazy("Skriv latitud och longitud, som 58.3801, 12.3234."))
    return lat, lon


class PlanForm(Form):
    """Where a sign is to hang."""

    support = RadioField(
        lazy("Vad ska skylten sitta på?"),
        choices=options(words.SUPPORT_WORDS.items()),
        default="lamp_post",
        validators=[required(_CHOOSE)],
    )
    post = RadioField(lazy("Vilken stolpe?"), validators=[Optional()], default="")
    post_number = StringField(
        lazy("Stolpens nummer"),
        validators=[Optional(), at_most(40)],
        description=lazy("Numret står på en liten bricka på stolpen."),
    )
    place = StringField(
        lazy("Var är det?"),
        validators=[Optional(), at_most(160)],
        description=lazy("Till exempel: infarten från Storgatan, vid nummer 14."),
    )
    position = PositionField(
        lazy("Läge på kartan"),
        validators=[Optional()],
        description=lazy("Latitud och longitud, om du har dem: 58.3801, 12.3234"),
    )
    galvanised = RadioField(
        lazy("Är det förzinkat?"),
        choices=options([*YES_NO, ("", lazy("Vet inte"))]),
        default="",
        validators=[Optional()],
    )
    owner_consent = StringField(
        lazy("Vem äger det, och vem har sagt ja?"),
        validators=[Optional(), at_most(160)],
        description=lazy("Behövs när skylten inte sitter på en lyktstolpe."),
    )


class ReasonForm(Form):
    """Why a place will not do."""

    reason = TextAreaField(
        lazy("Varför går platsen inte?"),
        validators=[required(lazy("Skriv varför.")), at_most(2000)],
        description=lazy("Texten går ordagrant till gruppens kontaktombud."),
    )


class AnswersForm(Form):
    """The municipality's two questions, each with the photo the answer rests on."""

    set_id = HiddenField(validators=[required(), Regexp(r"^\d+$")])
    galvanising = RadioField(
        lazy("Är zinken oskadd?"),
        choices=options(YES_NO),
        validators=[required(_CHOOSE)],
        description=lazy("Fästet får inte skada stolpens zink."),
    )
    galvanising_photo = RadioField(
        lazy("Fotot som visar zinken"), validators=[required(lazy("Välj ett foto."))]
    )
    view = RadioField(
        lazy("Är sikten fri?"),
        choices=options(YES_NO),
        validators=[required(_CHOOSE)],
        description=lazy("Skylten får inte skymma sikten i trafiken."),
    )
    view_photo = RadioField(
        lazy("Fotot som visar sikten"), validators=[required(lazy("Välj ett foto."))]
    )


class OutcomeForm(Form):
    """What is decided, with the reason where one is needed."""

    set_id = HiddenField(validators=[required(), Regexp(r"^\d+$")])
    outcome = RadioField(
        lazy("Vad ska hända?"),
        choices=options(
            [
                ("ask_completion", lazy("Be om mer")),
                ("order_correction", lazy("Begär rättning")),
                ("order_take_down", lazy("Begär nedtagning")),
            ]
        ),
        validators=[required(_CHOOSE)],
        validate_choice=False,
    )
    template = SelectField(
        lazy("Färdig text"),
        validators=[Optional()],
        choices=[SelectChoice("", lazy("Ingen, jag skriver själv"))],
        validate_choice=False,
        description=lazy("Lämna fälten nedanför tomma, så fylls de med den färdiga texten."),
    )
    reason = TextAreaField(
        lazy("Vad är fel, och varför?"),
        validators=[at_most(2000)],
        description=lazy("Texten går ordagrant i brevet."),
    )
    remedy = TextAreaField(
        lazy("Vad ska göras?"),
        validators=[Optional(), at_most(2000)],
        description=lazy("Ett steg på varje rad. Går ordagrant i brevet."),
    )

    def offer(self, known: Iterable[Reason]) -> None:
        """Let one choose among ready-made reasons, and fill empty fields with the chosen one."""
        fitting = {one.code: one for one in known if one.outcome in OUTCOMES}
        none, *_rest = self.template.choices
        self.template.choices = [none, *options((k, r.here.title) for k, r in fitting.items())]
        chosen = fitting.get(self.template.data or "")
        if chosen is None:
            self.template.data = ""
        elif not (self.reason.data or "").strip():
            self.reason.data = chosen.here.reason
            self.remedy.data = self.remedy.data or chosen.here.remedy

    @property
    def grounds(self) -> Grounds:
        """What the decision says."""
        return Grounds(self.reason.data or "", self.remedy.data or "", self.template.data or "")

    def validate_outcome(self, field: RadioField) -> None:
        """Only the outcomes the review knows."""
        if field.data not in OUTCOMES:
            raise ValidationError(_CHOOSE)

    def validate_reason(self, field: TextAreaField) -> None:
        """A reason is needed for all but approval."""
        if self.outcome.data != "approve" and not (field.data or "").strip():
            raise ValidationError(lazy("Skriv vad som behövs och varför."))


class ClearForm(Form):
    """A clear case: the set and the photos the two answers rest on, as they were shown."""

    set_id = HiddenField(validators=[required(), Regexp(r"^\d+$")])
    galvanising_photo = HiddenField(validators=[required(), Regexp(r"^\d+$")])
    view_photo = HiddenField(validators=[required(), Regexp(r"^\d+$")])


class AssignForm(Form):
    """Who takes a case on: a reviewer's number, or empty for nobody."""

    to = SelectField(lazy("Ge ärendet till"), validators=[Optional()], validate_choice=False)


class FasteningRuleForm(Form):
    """The municipality's own verdict for a fastening and liner."""

    fastening = HiddenField(validators=[required()])
    liner = HiddenField(validators=[required()])
    verdict = RadioField(
        lazy("Bedömning"),
        choices=options(words.VERDICT_WORDS.items()),
        validators=[required(_CHOOSE)],
    )

    def validate_fastening(self, field: HiddenField) -> None:
        """Only fastenings of the table."""
        if field.data not in rules.fastenings():
            raise ValidationError(_CHOOSE)

    def validate_liner(self, field: HiddenField) -> None:
        """Only the liners of the table."""
        if field.data not in rules.LINERS:
            raise ValidationError(_CHOOSE)


class HeightField(StringField):  # type: ignore[misc]  # WTForms carries no types
    """A height in metres as people write it (see `rules.read_height`), or None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.raw_text = valuelist[0].strip() if valuelist else ""
        try:
            self.data = rules.read_height(self.raw_text)
        except ValueError as error:
            self.data = None
            raise ValueError(
                _("Skriv höjden i meter, till exempel 2,4. Vet du inte, så lämna tomt.")
            ) from error

    def _value(self) -> str:
        given = getattr(self, "raw_text", "")
        return given or ("" if self.data is None else format_number(self.data))


def _photos(view: str) -> MultipleFileField:
    return MultipleFileField(words.VIEW_WORDS[view], description=words.VIEW_HINTS[view])


def _one_of(label: Any, words_by_code: Mapping[str, Any], **more: Any) -> RadioField:
    # Our own check of the choice, whose message is ours.
    checks = [Optional(), AnyOf(list(words_by_code), message=_CHOOSE)]
    pairs = options(words_by_code.items())
    return RadioField(label, choices=pairs, validators=checks, validate_choice=False, **more)


class StatementsForm(Form):
    """Photos of the mounted sign, and what the mounter says about it. Nothing is compulsory."""

    photos_fastening = _photos("fastening")
    photos_post = _photos("post")
    photos_road = _photos("road")
    fastening = _one_of(
        lazy("Hur sitter skylten fast?"),
        {code: row.word for code, row in rules.fastenings().items()},
    )
    liner = _one_of(
        lazy("Finns det gummi eller plast mellan fästet och stolpen?"), words.LINER_WORDS
    )
    surface = _one_of(lazy("Vad finns under skylten?"), words.SURFACE_WORDS)
    lower_edge = HeightField(
        lazy("Hur högt sitter skyltens underkant?"),
        description=lazy("Mät eller uppskatta, till exempel 2,4. Vet du inte, så lämna tomt."),
    )
    post_number = StringField(
        lazy("Vilket nummer står på stolpen?"),
        validators=[at_most(40)],
        description=lazy("Numret står på en liten bricka. Finns ingen, så lämna tomt."),
    )
    note = TextAreaField(
        lazy("Vill du berätta något mer?"),
        validators=[Optional(), at_most(2000)],
        description=lazy("Till exempel om du inte kom åt att ta ett av fotona."),
    )
    reply_to = StringField(
        lazy("Din e-post"),
        validators=[Optional(), at_most(254), email()],
        description=lazy("Så får du svaret direkt. Annars får gruppens kontaktombud det."),
    )


class LetterForm(Form):
    """The secret of a hand-out letter, typed by hand."""

    token = StringField(
        lazy("Koden i brevet"),
        validators=[required(lazy("Skriv koden som står i brevet.")), at_most(80)],
        description=lazy("28 tecken i grupper. Små bokstäver, mellanslag och streck går bra."),
    )


class LabelForm(Form):
    """The public code on a sign's label, typed by hand."""

    code = StringField(
        lazy("Koden på skylten"),
        validators=[required(lazy("Skriv koden som står på skylten.")), at_most(20)],
        description=lazy("Sex tecken, till exempel K7Q-4MR."),
    )

    def validate_code(self, field: StringField) -> None:
        """The check character finds a slip of the pen; it does not tell which codes exist."""
        code = codes.normalise(field.data or "")
        if len(code) != codes.CODE_LENGTH:
            raise ValidationError(lazy("Koden har sex tecken. Läs den på skylten igen."))
        if not codes.is_valid(code):
            raise ValidationError(lazy("Ett tecken är fel. Läs koden på skylten igen."))
