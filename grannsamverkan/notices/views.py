"""Where an administrator writes the municipality's texts; the public reads them at the desk."""

from flask import Blueprint, Flask, flash, request
from flask.typing import ResponseReturnValue

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.i18n import _, lazy, local
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.notices import policy, queries, rules, usecases
from grannsamverkan.notices.forms import NoticeForm
from grannsamverkan.notices.usecases import Draft
from grannsamverkan.places import queries as places
from grannsamverkan.places.models import Municipality

bp = Blueprint("notices", __name__)
PUBLIC: frozenset[str] = frozenset()
TITLES = {
    "privacy": lazy("Så använder vi personuppgifter"),
    "accessibility": lazy("Tillgänglighetsredogörelse"),
}


def init(app: Flask) -> None:
    """Add the room's addresses."""
    app.register_blueprint(bp)


@bp.get("/installningar/lagtexter")
def index() -> ResponseReturnValue:
    """The texts, which version of each holds, and what has been."""
    with reading() as work:
        municipality = _managed(work)
        found = {kind: queries.history(work, municipality.id, kind) for kind in rules.KINDS}
        return page(
            "notices/index.html",
            municipality=municipality,
            editions=found,
            holding={kind: queries.current(work, municipality.id, kind) for kind in rules.KINDS},
            titles=TITLES,
            names=accounts.names(
                work, {one.created_by for some in found.values() for one in some if one.created_by}
            ),
            today=local(work.now).date(),
        )


@bp.get("/installningar/lagtexter/<kind>")
def edit(kind: str) -> ResponseReturnValue:
    """A text to be changed, beginning with the newest version."""
    with reading() as work:
        municipality = _managed(work)
        newest = queries.history(work, municipality.id, kind)[0]
        form = NoticeForm(
            formdata=None,
            text_sv=newest.text["sv"],
            text_en=newest.text["en"],
            valid_from=local(work.now).date(),
        )
        return _edit_page(work, municipality, kind, form)


@bp.post("/installningar/lagtexter/<kind>")
def change(kind: str) -> ResponseReturnValue:
    """Show how the text will look, and publish it when that has been seen."""
    form = NoticeForm()
    valid = form.validate_on_submit()
    publishes = "publish" in request.form
    if valid and publishes:
        with writing(form) as work:
            made = usecases.publish(work, _managed(work), kind, _draft(form))
            version = made.version
        if not form.errors:
            flash(_("Version %(version)s är publicerad.", version=version), "ok")
            return see_other("notices.index", kommun=request.args.get("kommun"))
    with reading() as work:
        municipality = _managed(work)
        if valid and not publishes:
            _look_for_faults(work, municipality, kind, form)
        return _edit_page(work, municipality, kind, form, seen=valid and not form.errors)


@bp.get("/installningar/lagtexter/<kind>/<version>")
def show(kind: str, version: str) -> ResponseReturnValue:
    """One version as it was published, in both languages."""
    with reading() as work:
        municipality = _managed(work)
        edition = queries.named(work, municipality.id, kind, version)
        return page(
            "notices/version.html",
            municipality=municipality,
            edition=edition,
            title=TITLES[kind],
            texts={key: queries.shown(work, municipality, edition.text[key])
                   for key in rules.LANGUAGES},
        )  # fmt: skip


def _edit_page(
    work: Work, municipality: Municipality, kind: str, form: NoticeForm, *, seen: bool = False
) -> ResponseReturnValue:
    texts = {"sv": form.text_sv.data or "", "en": form.text_en.data or ""}
    return page(
        "notices/edit.html",
        form=form,
        municipality=municipality,
        kind=kind,
        title=TITLES[kind],
        seen=seen,
        texts={key: queries.shown(work, municipality, text) for key, text in texts.items()},
        known=queries.values(work, municipality),
        must_say=rules.starters()[kind].must_say,
    )


def _look_for_faults(work: Work, municipality: Municipality, kind: str, form: NoticeForm) -> None:
    try:
        usecases.check(work, municipality, kind, _draft(form))
    except InvalidInput as fault:
        form.add_error(fault)


def _draft(form: NoticeForm) -> Draft:
    return Draft(form.text_sv.data, form.text_en.data, form.valid_from.data, form.change.data)


def _managed(work: Work) -> Municipality:
    return places.managed_municipality(work, request.args.get("kommun"), policy.may_write)
