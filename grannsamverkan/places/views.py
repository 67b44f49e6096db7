"""Addresses of the places room: the map's data, the municipality's settings, whom to call."""

import hashlib
import json
from typing import Any

from flask import Blueprint, Flask, Response, flash, make_response, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.errors import InvalidInput, NotFound
from grannsamverkan.core.i18n import _, format_number, lazy
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.geometry import cells
from grannsamverkan.places import policy, queries, rules, usecases
from grannsamverkan.places.forms import ContactForm, setting_form
from grannsamverkan.places.models import Municipality, PublicContact

blueprint = Blueprint("places", __name__)
PUBLIC = frozenset({"places.base_map", "places.addresses"})
# A map changes by import only; a browser asks again after this and mostly gets "not modified".
KEPT_S = 600
LONGEST_SEARCH = 100


def init(app: Flask) -> None:
    """Add the room's addresses."""
    app.register_blueprint(blueprint)


@blueprint.get("/karta/bas.json")
def base_map() -> Response:
    """One cell of the base map (`ruta` is zoom/column/row): what `queries.base_map` tells."""
    cell = _cell()
    with reading() as work:
        municipality = _place(work)
        version = f"{queries.map_version(work, municipality.id)}-{cell}"
        tag = hashlib.sha256(version.encode()).hexdigest()[:20]
        if tag in request.if_none_match:
            answer = make_response("", 304)
        else:
            answer = _json(queries.base_map(work, municipality.id, cell))
    answer.set_etag(tag)
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_S}"
    return answer


@blueprint.get("/karta/adresser.json")
def addresses() -> Response:
    """Addresses that begin with `q`: a list of {text, lon, lat}."""
    text = request.args.get("q", "")
    if len(text) > LONGEST_SEARCH:
        raise InvalidInput(lazy("Skriv kortare: högst %(max)d tecken.", max=LONGEST_SEARCH))
    with reading() as work:
        found = queries.addresses(work, _place(work).id, text)
        positions = [queries.address_position(work, address) for address in found]
    return _json(
        [
            {"text": address.text, "lon": round(lon, 6), "lat": round(lat, 6)}
            for address, (lon, lat) in zip(found, positions, strict=True)
        ]
    )


@blueprint.get("/karta/stolpar.json")
def posts() -> Response:
    """The posts of a cell: a list of {id, number, lon, lat, kind}."""
    cell = _cell()
    with reading() as work:
        found = queries.posts_in_cell(work, _place(work).id, cell)
    return _json(
        [
            {
                "id": post.id,
                "number": post.number,
                "lon": round(lon, 6),
                "lat": round(lat, 6),
                "kind": post.kind,
            }
            for post, (lon, lat) in found
        ]
    )


@blueprint.get("/installningar")
def settings() -> ResponseReturnValue:
    """All settings, grouped, each with its value, unit and source."""
    with reading() as work:
        municipality = _managed(work)
        values = queries.settings(work, municipality.id)
        grouped = [
            (heading, [value for value in values if value.definition.group == group])
            for group, heading in rules.SETTING_GROUPS.items()
        ]
    return page(
        "places/settings.html", municipality=municipality, groups=grouped, shown=_shown_value
    )


@blueprint.route("/installningar/varde/<key>", methods=["GET", "POST"])
def setting(key: str) -> ResponseReturnValue:
    """One setting: what it means, where the default comes from, and its value."""
    if key not in rules.SETTINGS:
        raise NotFound()
    definition = rules.SETTINGS[key]
    with reading() as work:
        municipality = _managed(work)
        form = setting_form(definition, queries.setting(work, municipality.id, key))
    if form.validate_on_submit():
        with writing(form) as work:
            value = rules.read_value(definition, form.value.data)
            usecases.change_setting(work, _managed(work), key, value)
        if not form.errors:
            flash(_("”%(name)s” är ändrad.", name=_(definition.label)), "ok")
            return see_other("places.settings", kommun=municipality.slug)
    return page(
        "places/setting.html",
        form=form,
        municipality=municipality,
        definition=definition,
        default=_shown_value(definition, definition.default),
    )


@blueprint.get("/installningar/kontakter")
def contacts() -> ResponseReturnValue:
    """Whom the public may call, to be changed."""
    with reading() as work:
        municipality = _contacts_of(work)
        found = queries.public_contacts(work, municipality.id)
    return page("places/contacts.html", municipality=municipality, contacts=found)


@blueprint.route("/installningar/kontakter/ny", methods=["GET", "POST"])
def add_contact() -> ResponseReturnValue:
    """One more to call."""
    form = ContactForm()
    with reading() as work:
        municipality = _contacts_of(work)
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.add_public_contact(work, _contacts_of(work), _details(form))
        if not form.errors:
            return see_other("places.contacts", kommun=municipality.slug)
    return page("places/contact.html", form=form, municipality=municipality, contact=None)


@blueprint.route("/installningar/kontakter/<int:contact_id>", methods=["GET", "POST"])
def change_contact(contact_id: int) -> ResponseReturnValue:
    """Somebody to call."""
    with reading() as work:
        contact = queries.public_contact(work, contact_id)
        municipality = _manager_of(work, contact)
    form = ContactForm(obj=contact)
    if form.validate_on_submit():
        with writing(form) as work:
            known = queries.public_contact(work, contact_id)
            usecases.change_public_contact(work, known, _details(form))
        if not form.errors:
            return see_other("places.contacts", kommun=municipality.slug)
    return page("places/contact.html", form=form, municipality=municipality, contact=contact)


@blueprint.post("/installningar/kontakter/<int:contact_id>/ta-bort")
def remove_contact(contact_id: int) -> ResponseReturnValue:
    """Somebody to call no longer."""
    with writing() as work:
        contact = queries.public_contact(work, contact_id)
        municipality = _manager_of(work, contact)
        usecases.remove_public_contact(work, contact)
    return see_other("places.contacts", kommun=municipality.slug)


def _cell() -> cells.Cell:
    try:
        return cells.parse_cell(request.args.get("ruta", ""))
    except ValueError as error:
        raise InvalidInput(lazy("Rutan finns inte på kartan.")) from error


def _place(work: Work) -> Municipality:
    return queries.chosen_municipality(work, request.args.get("kommun"))


def _managed(work: Work) -> Municipality:
    return queries.managed_municipality(
        work, request.args.get("kommun"), policy.may_change_settings
    )


def _contacts_of(work: Work) -> Municipality:
    return queries.managed_municipality(
        work, request.args.get("kommun"), policy.may_change_contacts
    )


def _manager_of(work: Work, contact: PublicContact) -> Municipality:
    municipality = queries.municipality_of(work, contact)
    if not policy.may_change_contacts(work.actor, municipality):
        raise NotFound()
    return municipality


def _details(form: ContactForm) -> usecases.ContactDetails:
    return usecases.ContactDetails(
        title=form.title.data,
        phone=form.phone.data,
        name=form.name.data or None,
        email=form.email.data or None,
        hours=form.hours.data or None,
        note=form.note.data or None,
        position=form.position.data,
    )


def _shown_value(definition: rules.Definition, value: Any) -> str:
    if definition.type == "bool":
        return _("Ja") if value else _("Nej")
    if definition.type == "codes":
        words = definition.options or {}
        return ", ".join(_(words[code]) for code in value if code in words) or _("Ingenting")
    if definition.type == "text":
        return str(value) or "–"
    return f"{format_number(value)} {_(definition.unit) if definition.unit else ''}".strip()


def _json(data: Any) -> Response:
    answer = make_response(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    answer.mimetype = "application/json"
    return answer
