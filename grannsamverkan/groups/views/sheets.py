"""The household list as a spreadsheet: looked at before it is taken in, and handed out."""

from collections.abc import Mapping

from flask import Response, flash, make_response, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.i18n import _
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.groups import errors
from grannsamverkan.groups.forms.households import ConfirmSheetForm, SheetForm
from grannsamverkan.groups.queries import households as queries
from grannsamverkan.groups.queries.households import Household
from grannsamverkan.groups.rules import imports, sheets
from grannsamverkan.groups.rules.households import STATUS_WORDS
from grannsamverkan.groups.usecases import household_sheets as usecases
from grannsamverkan.groups.usecases.household_sheets import Preview
from grannsamverkan.groups.views.blueprint import bp

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SHOWN_ROWS = 300
EXAMPLE = (
    ("Björkvägen 1", "joined", "Maja och Ali Lind", "070-174 06 05", "lind@example.se", ""),
    ("Björkvägen 2", "declined", "", "", "", ""),
    ("Björkvägen 3", "unanswered", "", "", "", ""),
)


@bp.teardown_request
def close_files(_error: BaseException | None) -> None:
    """A large file waits in a temporary one: away with it now, not when memory is tidied."""
    request.close()


@bp.route("/grupper/<int:group_id>/hushall/import", methods=["GET", "POST"])
def import_households(group_id: int) -> ResponseReturnValue:
    """Choose a file; then what it would do, row by row. Nothing is saved here."""
    form = SheetForm()
    if form.validate_on_submit():
        try:
            with reading() as work:
                return _preview_page(work, group_id, _read(work, group_id))
        except InvalidInput as error:
            form.add_error(error)
    with reading() as work:
        group = queries.kept_group(work, group_id)
        if queries.household_list(work, group_id) is None:
            return see_other("groups.households", group_id=group_id)
        return page("groups/household_import.html", form=form, group=group)


@bp.post("/grupper/<int:group_id>/hushall/import/kolumner")
def choose_import_columns(group_id: int) -> ResponseReturnValue:
    """The same rows read with other columns."""
    with reading() as work:
        sealed = request.form.get("sealed", "")
        previewed = usecases.preview_sealed(work, group_id, sealed, _columns())
        return _preview_page(work, group_id, previewed)


@bp.post("/grupper/<int:group_id>/hushall/import/klart")
def take_in_households(group_id: int) -> ResponseReturnValue:
    """Take the rows in as they were shown."""
    form = ConfirmSheetForm()
    sealed = form.sealed.data or ""
    with writing(form) as work:
        done = usecases.take_in(work, group_id, sealed, consents=bool(form.consents.data))
    if form.errors:
        with reading() as work:
            previewed = usecases.preview_sealed(work, group_id, sealed)
            return _preview_page(work, group_id, previewed, form)
    flash(_("Klart. %(n)s bostäder är nya eller ändrade.", n=done), "ok")
    return see_other("groups.households", group_id=group_id)


@bp.get("/grupper/<int:group_id>/hushall/exempel.<any(csv, xlsx):kind>")
def household_example(group_id: int, kind: str) -> ResponseReturnValue:
    """A file with the columns as they are best named."""
    with reading() as work:
        queries.kept_group(work, group_id)
    rows = [[address, str(STATUS_WORDS[status]), *rest] for address, status, *rest in EXAMPLE]
    return _file(kind, "exempel", rows)


@bp.post("/grupper/<int:group_id>/hushall/lista.<any(csv, xlsx):kind>")
def export_households(group_id: int, kind: str) -> ResponseReturnValue:
    """The list as a file. A press and not a link: that it was taken out is logged."""
    with writing() as work:
        rows = [_cells(one) for one in usecases.export(work, group_id)]
    return _file(kind, "hushall", rows)


def _read(work: Work, group_id: int) -> Preview:
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        raise errors.no_file()
    return usecases.preview_file(work, group_id, upload.read(sheets.MOST_BYTES + 1))


def _preview_page(
    work: Work, group_id: int, previewed: Preview, form: ConfirmSheetForm | None = None
) -> Response:
    confirm = form or ConfirmSheetForm(formdata=None)
    confirm.sealed.data = previewed.sealed
    wrong_first = sorted(previewed.rows, key=lambda row: (not row.problems, row.number))
    return page(
        "groups/household_preview.html",
        form=confirm,
        group=queries.kept_group(work, group_id),
        preview=previewed,
        rows=wrong_first[:SHOWN_ROWS],
        hidden=max(0, len(wrong_first) - SHOWN_ROWS),
        status_words=STATUS_WORDS,
        deed_words=imports.DEED_WORDS,
        column_words=imports.COLUMN_WORDS,
    )


def _columns() -> Mapping[str, int]:
    chosen = ((name, request.form.get(name, type=int)) for name in imports.COLUMNS)
    return {
        name: number
        for name, number in chosen
        if number is not None and 0 <= number < sheets.MOST_COLUMNS
    }


def _cells(one: Household) -> list[str]:
    said = one.details
    answer = str(STATUS_WORDS[one.status])
    return [one.address, answer, said.names, said.phone, said.email, said.note]


def _file(kind: str, name: str, rows: list[list[str]]) -> Response:
    order = ("address", "status", "names", "phone", "email", "note")
    head = [str(imports.COLUMN_WORDS[meaning]) for meaning in order]
    content = (
        sheets.csv_bytes(head, rows)
        if kind == "csv"
        else sheets.xlsx_bytes(_("Hushåll"), head, rows)
    )
    answer = make_response(content)
    answer.headers["Content-Type"] = KINDS[kind]
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.{kind}")
    return answer
