"""Pages about the municipality itself, its own words, and what has been changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core import i18n
from grannsamverkan.core.errors import NotFound
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.places import rules
from grannsamverkan.places.forms import MunicipalityForm, TextForm
from grannsamverkan.places.models import PlaceChange
from grannsamverkan.places.queries import changes as queries
from grannsamverkan.places.rules import texts
from grannsamverkan.places.usecases import changes as usecases
from grannsamverkan.places.views.ground import blueprint, managed, shown_value

LANGUAGES = {"sv": lazy("svenska"), "en": lazy("engelska")}


@dataclass(frozen=True)
class Shown:
    """A change as people read it."""

    label: str
    old: str
    new: str
    at: datetime
    by: int | None


@blueprint.route("/installningar/kommun", methods=["GET", "POST"])
def municipality() -> ResponseReturnValue:
    """Facts about the municipality: name, mailbox, who answers for the personal data."""
    with reading() as work:
        place = managed(work)
        past = [one for one in queries.changes(work, place) if one.what.startswith("municipality:")]
    form = MunicipalityForm(obj=place)
    if form.validate_on_submit():
        values = {name: form[name].data or "" for name in usecases.FIELDS}
        with writing(form) as work:
            changed = usecases.change_municipality(work, managed(work), values)
        if not form.errors:
            flash(_("Sparat.") if changed else _("Ingenting är ändrat."), "success")
            return see_other("places.municipality", kommun=place.slug)
    return page("places/municipality.html", form=form, municipality=place, past=_shown(past))


@blueprint.get("/installningar/texter")
def texts_list() -> ResponseReturnValue:
    """The texts that may be worded anew."""
    with reading() as work:
        place = managed(work)
        own = queries.worded(work, place)
    return page(
        "places/texts.html",
        municipality=place,
        texts=texts.TEXTS.values(),
        own=own,
        languages=LANGUAGES,
    )


@blueprint.route("/installningar/texter/<key>/<language>", methods=["GET", "POST"])
def text(key: str, language: str) -> ResponseReturnValue:
    """One text in one language: worded, looked at, saved, or given back to the standard."""
    if key not in texts.TEXTS or language not in LANGUAGES:
        raise NotFound()
    definition = texts.TEXTS[key]
    with i18n.speaking(language):
        standard = _(definition.standard) if definition.standard else ""
    with reading() as work:
        place = managed(work)
        own = queries.own_words(work, place, key, language)
        past = queries.changes(work, place, f"text:{key}:{language}")
    form = TextForm()
    if not form.is_submitted():
        form.body.data = standard if own is None else own
    elif form.validate() and not _looks(form, definition):
        body = form.body.data if form.body.data != standard else None
        body = None if "standard" in request.form else body
        with writing(form) as work:
            usecases.word_text(work, managed(work), key=key, language=language, body=body)
        if not form.errors:
            flash(_("Sparat."), "success")
            return see_other("places.texts_list", kommun=place.slug)
    return page(
        "places/text.html",
        form=form,
        municipality=place,
        definition=definition,
        language=language,
        language_word=LANGUAGES[language],
        standard=standard,
        is_own=own is not None,
        preview=texts.filled(form.body.data or "", {"kommun": place.name}),
        past=_shown(past),
        earlier=list(dict.fromkeys(one.old for one in past if one.old)),
    )


def _looks(form: TextForm, definition: texts.TextDefinition) -> bool:
    """True if the person only wants to see how it becomes."""
    return "preview" in request.form and not texts.body_fault(definition, form.body.data or "")


@blueprint.get("/installningar/historik")
def history() -> ResponseReturnValue:
    """What has been changed here: from what, to what, when and by whom."""
    with reading() as work:
        place = managed(work)
        past = queries.changes(work, place)
    return page("places/history.html", municipality=place, past=_shown(past))


def _shown(past: Sequence[PlaceChange]) -> list[Shown]:
    return [shown_change(one) for one in past]


def shown_change(one: PlaceChange) -> Shown:
    """A change in words."""
    kind, _colon, rest = one.what.partition(":")
    label = _NAMED[kind](one) if kind in _NAMED else _LABELS[kind](rest)
    old, new = (_value(kind, rest, value) for value in (one.old, one.new))
    return Shown(label, old, new, one.changed_at, one.changed_by)


def _contact_label(one: PlaceChange) -> str:
    return _("Att ringa: %(title)s", title=(one.new or one.old)["title"])


def _printed_label(one: PlaceChange) -> str:
    name = (one.new or one.old)[f"name_{i18n.current_language()}"]
    return _("Trycksak: %(name)s", name=name)


def _setting_label(key: str) -> str:
    definition = rules.SETTINGS.get(key)
    return _(definition.label) if definition else key


def _text_label(rest: str) -> str:
    key, _colon, language = rest.partition(":")
    definition = texts.TEXTS.get(key)
    word = _(definition.label) if definition else key
    return f"{word} ({LANGUAGES.get(language, language)})"


FIELD_WORDS = {
    "name": lazy("Kommunens namn"),
    "short_name": lazy("Kort namn"),
    "function_mailbox": lazy("Funktionsbrevlåda för skyltärenden"),
    "privacy_controller": lazy("Personuppgiftsansvarig"),
    "privacy_contact": lazy("Så når man dataskyddsombudet"),
    "language": lazy("Språk i mejl till dem som ännu inte har valt"),
    "epsg": lazy("Koordinatsystem (EPSG)"),
}
CONTACT_ORDER = ("title", "name", "phone", "email", "hours", "note")
_LABELS = {
    "setting": _setting_label,
    "municipality": lambda name: str(FIELD_WORDS[name]),
    "text": _text_label,
}

# Of what a whole row is kept, the row says its name.
_NAMED = {"contact": _contact_label, "printed": _printed_label}


def _value(kind: str, rest: str, value: Any) -> str:
    if kind == "contact":
        said = [value[name] for name in CONTACT_ORDER if value[name]] if value else ["–"]
        return ", ".join(said)
    if kind == "printed":
        return _printed_value(value)
    if kind == "setting" and rest in rules.SETTINGS:
        return shown_value(rules.SETTINGS[rest], value)
    if value is None:
        return _("Standardtexten")
    return str(value) or "–"


def _printed_value(value: Any) -> str:
    """What is left out, or how many are proposed and what is said of it."""
    if value is None:
        return "–"
    if not value["used"]:
        return _("Används inte")
    about = value[f"about_{i18n.current_language()}"]
    factor = i18n.format_number(value["factor"])
    return _("Antal %(factor)s. %(about)s", factor=factor, about=about)
