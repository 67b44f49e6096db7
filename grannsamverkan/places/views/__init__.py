"""Addresses of the places room: the map's data, the municipality's settings, whom to call."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask, Response, current_app, flash, make_response, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.errors import InvalidInput, NotFound
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.geometry import cells
from grannsamverkan.places import errors, policy, queries, rules, usecases
from grannsamverkan.places.forms import ContactForm, SettingForm, sent_value, setting_form
from grannsamverkan.places.models import Municipality, PlaceChange, PublicContact
from grannsamverkan.places.queries import addresses as address_queries
from grannsamverkan.places.queries import changes, mapped
from grannsamverkan.places.queries import maps as map_queries
from grannsamverkan.places.views import tiles, upkeep
from grannsamverkan.places.views.ground import EFFECTS, blueprint, managed, shown_value

PUBLIC = frozenset({"places.base_map", "places.addresses", "places.tile"})
# A map changes by import only; a browser asks again after this and mostly gets "not modified".
KEPT_S = 600
# What stands on it changes with every check of the posts.
THINGS_KEPT_S = 60
LONGEST_SEARCH = 100


def init(app: Flask) -> None:
    """Add the room's addresses, and the municipality's own words for all templates."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["own_text"] = _own_text
    app.jinja_env.globals["own_map"] = tiles.own_map


def _own_text(municipality: Municipality | None, key: str) -> str:
    with reading() as work:
        return changes.own_text(work, municipality, key)


@blueprint.get("/karta/bas.json")
def base_map() -> Response:
    """One cell of the base map (`ruta` is zoom/column/row): what `map_queries.base_map` tells."""
    cell = _cell()
    with reading() as work:
        municipality = _place(work)
        version = f"{map_queries.map_version(work, municipality.id)}-{cell}"
        tag = hashlib.sha256(version.encode()).hexdigest()[:20]
        if tag in request.if_none_match:
            answer = make_response("", 304)
        else:
            answer = _json(map_queries.base_map(work, municipality.id, cell))
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
        found = address_queries.find(work, _place(work).id, text)
        positions = [address_queries.address_position(work, address) for address in found]
    return _json(
        [
            {"text": address.text, "lon": round(lon, 6), "lat": round(lat, 6)}
            for address, (lon, lat) in zip(found, positions, strict=True)
        ]
    )


@blueprint.get("/karta/saker.json")
def things() -> Response:
    """Posts, road signs and signals of a cell: what `mapped.things_in_cell` tells."""
    cell = _cell()
    with reading() as work:
        answer = _json(mapped.things_in_cell(work, _place(work).id, cell))
    answer.headers["Cache-Control"] = f"private, max-age={THINGS_KEPT_S}"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@blueprint.get("/installningar")
def settings() -> ResponseReturnValue:
    """All settings, grouped, each with its value, unit and source."""
    with reading() as work:
        municipality = managed(work)
        values = queries.settings(work, municipality.id)
        grouped = [
            (heading, [value for value in values if value.definition.group == group])
            for group, heading in rules.SETTING_GROUPS.items()
        ]
    return page(
        "places/settings.html", municipality=municipality, groups=grouped, shown=shown_value
    )


@blueprint.route("/installningar/varde/<key>", methods=["GET", "POST"])
def setting(key: str) -> ResponseReturnValue:
    """One setting: what it means, where the default comes from, and its value."""
    if key not in rules.SETTINGS:
        raise NotFound()
    definition = rules.SETTINGS[key]
    with reading() as work:
        municipality = managed(work)
        form = setting_form(definition, queries.setting(work, municipality.id, key))
    value = rules.read_value(definition, form.value.data)
    looks = form.is_submitted() and "preview" in request.form
    if form.validate_on_submit() and not looks:
        with writing(form) as work:
            usecases.change_setting(work, managed(work), key, value)
        if not form.errors:
            flash(_("”%(name)s” är ändrad.", name=_(definition.label)), "ok")
            return see_other("places.settings", kommun=municipality.slug, _anchor=definition.group)
    effects = _effects(form, municipality, definition, value) if looks else None
    with reading() as work:
        past = changes.changes(work, municipality, f"setting:{key}")
    return page(
        "places/setting.html",
        form=form,
        municipality=municipality,
        definition=definition,
        default=shown_value(definition, definition.default),
        effects=effects,
        past=[upkeep.shown_change(one) for one in past],
        earlier=_earlier(definition, past),
    )


def _effects(
    form: SettingForm, municipality: Municipality, definition: rules.Definition, value: Any
) -> list[str] | None:
    """What a new value would change, in sentences; None if it cannot be had."""
    fault = rules.value_fault(definition, value)
    if form.errors or fault:
        if fault and not form.errors:
            form.add_error(errors.setting_error(fault))
        return None
    with reading() as work:
        old = queries.setting(work, municipality.id, definition.key)
        asked = current_app.extensions[EFFECTS]
        told = [
            sentence
            for ask in asked
            for sentence in ask(work, municipality.id, definition.key, old, value)
        ]
    now, then = shown_value(definition, old), shown_value(definition, value)
    if old == value:
        return [_("Värdet är detsamma som nu.")]
    if definition.at_once:
        lasting = _("Det gäller direkt, också för det som redan har börjat.")
    else:
        lasting = _("Det gäller från nu. Dagar och beslut som redan finns ändras inte.")
    return [_("Från %(old)s till %(new)s.", old=now, new=then), *told, lasting]


def _earlier(
    definition: rules.Definition, past: Sequence[PlaceChange]
) -> list[tuple[str, list[str]]]:
    """Values it has had, as (words, what the form sends to have it back), each once."""
    found: dict[str, list[str]] = {}
    for one in past:
        if rules.value_fault(definition, one.old) is None:
            found.setdefault(shown_value(definition, one.old), sent_value(definition, one.old))
    return list(found.items())


@blueprint.get("/installningar/kontakter")
def contacts() -> ResponseReturnValue:
    """Whom the public may call, to be changed."""
    with reading() as work:
        municipality = _contacts_of(work)
        found = queries.public_contacts(work, municipality.id)
        past = changes.changes(work, municipality, kind="contact")
    here = {f"contact:{contact.id}" for contact in found}
    return page(
        "places/contacts.html",
        municipality=municipality,
        contacts=found,
        past=[upkeep.shown_change(one) for one in past],
        gone=[_said(one.old) for one in past if one.new is None and one.what not in here],
    )


def _said(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in details.items() if value not in (None, "")}


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


def _json(data: Any) -> Response:
    answer = make_response(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    answer.mimetype = "application/json"
    return answer
