"""Pages where places are planned and signs handed out."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, make_response, request
from flask.typing import ResponseReturnValue

from grannsamverkan.core import codes
from grannsamverkan.core.errors import InvalidInput
from grannsamverkan.core.forms import options
from grannsamverkan.core.i18n import _, lazy
from grannsamverkan.core.pdf import compile_pdf
from grannsamverkan.core.web import page, page_number, pager, reading, see_other, writing
from grannsamverkan.core.work import Work
from grannsamverkan.geometry.area import kept_border, polygon_to_lonlat
from grannsamverkan.geometry.plane import OutsidePlane
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups.models import Group
from grannsamverkan.places import queries as places
from grannsamverkan.places.queries import maps as map_queries
from grannsamverkan.signs import policy, prints, queries, rules, words
from grannsamverkan.signs.forms import FasteningRuleForm, PlanForm, ReasonForm
from grannsamverkan.signs.forms.orders import HandOutForm
from grannsamverkan.signs.models import Sign, SignOrder
from grannsamverkan.signs.queries import candidates, demands, history
from grannsamverkan.signs.queries import findings as finding_queries
from grannsamverkan.signs.queries import orders as order_queries
from grannsamverkan.signs.queries.crossings import is_near_crossing
from grannsamverkan.signs.usecases import orders, planning
from grannsamverkan.signs.usecases.orders import Receipt
from grannsamverkan.signs.usecases.planning import WantedPlace
from grannsamverkan.signs.views.choosing import posts_shown
from grannsamverkan.signs.words import sight as sight_words
from grannsamverkan.signs.workflow import SIGN, UPLOADING

bp = Blueprint("signs", __name__)
GONE = frozenset({"taken_down", "cancelled"})


@bp.get("/skyltar")
def index() -> ResponseReturnValue:
    """Every sign the person may see."""
    state = request.args.get("lage", "")
    with reading() as work:
        counts = queries.counts_by_state(work)
        found = queries.listed(work, counts, state if state in SIGN.states else None, page_number())
        return page(
            "signs/index.html",
            signs=found.rows,
            pager=pager(found),
            counts=counts,
            states=SIGN.states,
            chosen=state,
            pretty=codes.pretty,
            sees_orders=policy.sees_orders(work.actor),
            printable=[sign for sign in found.rows if policy.may_print_label(work.actor, sign)],
        )


@bp.route("/grupper/<int:group_id>/skyltar", methods=["GET", "POST"])
def plan(group_id: int) -> ResponseReturnValue:
    """A group's signs, and a form for one more."""
    form = PlanForm()
    with reading() as work:
        group = groups.group(work, group_id)
        shown = _plan_page(work, group)
    form.post.choices = options(
        [("", _("Ingen av dem")), *((post.id, post.name) for post in shown["posts"].all)]
    )
    if form.validate_on_submit():
        with writing(form) as work:
            sign = planning.plan_sign(work, group_id, _wanted(work, group, form))
        if not form.errors:
            return see_other("signs.show", sign_id=sign.id)
    return page("signs/plan.html", form=form, group=group, **shown)


@bp.get("/skyltar/<int:sign_id>")
def show(sign_id: int) -> ResponseReturnValue:
    """One sign: its place, what has happened, and what can be done."""
    with reading() as work:
        sign = queries.sign(work, sign_id)
        papers = order_queries.papers(work, sign)
        return page(
            "signs/show.html",
            sign=sign,
            code=codes.pretty(sign.code),
            state=SIGN.states[sign.state],
            steps={step.name: step for step in SIGN.available(work.actor, sign)},
            findings=finding_queries.place_findings(work, sign),
            sentence=words.sentence,
            support_words=words.SUPPORT_WORDS,
            missing=_missing(work, sign, papers.order),
            told=history.deeds(work, sign),
            balls=history.balls(work, sign),
            ball_words=words.BALL_WORDS,
            task_words=words.TASK_WORDS,
            open_tasks=[task for task in sign.tasks if task.state == "open"],
            may_open_task=policy.may_open_task(work.actor, sign) and sign.state in policy.OUT_THERE,
            uploading=UPLOADING,
            near_crossing=is_near_crossing(work, sign),
            form=HandOutForm(None),
            may_note_consent=policy.may_note_consent(work.actor, sign),
            may_confirm=policy.may_confirm_hand_out(work.actor, sign),
            may_see_receipt=policy.may_see_receipt(work.actor, sign),
            lacks_consent=papers.consent is None and order_queries.needs_consent(work, sign),
            may_order=policy.may_order(work.actor, sign.group),
            consent=papers.consent,
            receipt=papers.receipt,
            order=papers.order,
            may_print=_has_use_of_letter(sign) and policy.may_print_letter(work.actor, sign),
            may_renew=_has_use_of_letter(sign) and policy.may_hand_out(work.actor, sign),
            may_review=policy.may_review(work.actor, sign),
            may_see_photos=policy.may_see_photos(work.actor, sign),
            map_shapes=sign_shapes(work, sign),
            sight_told=sight_words.told_sentences(sign.sight),
        )


@bp.post("/skyltar/<int:sign_id>/plats/godkann")
def approve_place(sign_id: int) -> ResponseReturnValue:
    """Say yes to a place."""
    return _step(sign_id, planning.approve_place)


@bp.route("/skyltar/<int:sign_id>/plats/neka", methods=["GET", "POST"])
def refuse_place(sign_id: int) -> ResponseReturnValue:
    """Say no to a place, with the reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        with writing(form) as work:
            planning.refuse_place(work, sign_id, reason=form.reason.data)
        if not form.errors:
            return see_other("signs.show", sign_id=sign_id)
    with reading() as work:
        sign = queries.sign(work, sign_id)
        if not form.is_submitted() and not SIGN.offers(work.actor, sign, "refuse_place"):
            abort(404)
        return page("signs/refuse.html", form=form, sign=sign)


@bp.post("/skyltar/<int:sign_id>/avbryt")
def cancel(sign_id: int) -> ResponseReturnValue:
    """Give a sign up."""
    return _step(sign_id, planning.cancel_sign)


@bp.post("/skyltar/<int:sign_id>/lamna-ut")
def hand_out(sign_id: int) -> ResponseReturnValue:
    """Hand a sign out, with who takes it where that is told."""
    form = HandOutForm()
    if not form.validate_on_submit():
        raise InvalidInput(next(str(e) for errors in form.errors.values() for e in errors))
    with writing() as work:
        sets = form.fastening_sets.data
        said = Receipt(form.received_by.data or "", None, 1 if sets is None else sets)
        orders.hand_out(work, sign_id, said)
    return see_other("signs.show", sign_id=sign_id)


@bp.post("/skyltar/<int:sign_id>/brev.pdf")
def letter(sign_id: int) -> ResponseReturnValue:
    """The hand-out letter as a PDF. A POST, because printing it is logged."""
    with writing() as work:
        fresh = request.form.get("nytt") == "1"
        token = planning.letter_token(work, sign_id, fresh=fresh)
        sign = queries.sign(work, sign_id)
        document = prints.hand_out_letter(work, sign, token)
    return _pdf("signs/letter.typ", document, f"brev-{sign.code}.pdf", work)


@bp.post("/skyltar/etiketter.pdf")
def labels() -> ResponseReturnValue:
    """Labels for the chosen signs as a PDF."""
    chosen = request.form.getlist("skylt", type=int)
    if not chosen:
        raise InvalidInput(lazy("Välj minst en skylt att skriva ut etiketter till."))
    with writing() as work:
        found = planning.note_labels(work, chosen)
        document = prints.label_sheet(work.runtime.settings.base_url, found)
    return _pdf("signs/labels.typ", document, "etiketter.pdf", work)


@bp.route("/skyltar/regler", methods=["GET", "POST"])
def fastening_rules() -> ResponseReturnValue:
    """The table of fastenings, with the municipality's own verdicts."""
    with reading() as work:
        allowed = [m for m in places.municipalities(work) if policy.may_change_rules(work.actor, m)]
        if not allowed:
            abort(404)
        municipality = allowed[0]
    form = FasteningRuleForm()
    if form.validate_on_submit():
        with writing(form) as work:
            planning.set_fastening_rule(
                work,
                municipality,
                fastening=form.fastening.data,
                liner=form.liner.data,
                verdict=form.verdict.data,
            )
        if not form.errors:
            return see_other("signs.fastening_rules")
    with reading() as work:
        return page(
            "signs/rules.html",
            form=form,
            table=demands.fastening_table(work, municipality.id),
            shipped=rules.fastenings(),
            liner_words=words.LINER_WORDS,
            verdict_words=words.VERDICT_WORDS,
        )


@bp.post("/skyltar/<int:sign_id>/korsning")
def crossing(sign_id: int) -> ResponseReturnValue:
    """The reviewer says whether the sign is near a crossing."""
    said = {"ja": True, "nej": False}.get(request.form.get("nara", ""))
    with writing() as work:
        planning.state_crossing(work, sign_id, said)
    return see_other("signs.show", sign_id=sign_id, _anchor="platsen")


def _step(sign_id: int, take: Callable[[Work, int], None]) -> ResponseReturnValue:
    with writing() as work:
        take(work, sign_id)
    return see_other("signs.show", sign_id=sign_id)


def _has_use_of_letter(sign: Sign) -> bool:
    """A sign that is gone is put up by nobody."""
    return bool(sign.letter_sealed) and sign.state not in GONE


def _missing(work: Work, sign: Sign, order: SignOrder | None) -> tuple[Any, ...]:
    """What must be in place before a place that is approved gets its sign."""
    if sign.state != "place_approved":
        return ()
    return order_queries.hand_out_door(work, sign, order)


def _plan_page(work: Work, group: Group) -> dict[str, Any]:
    plane = places.plane_of(work, group.municipality_id)
    signs = queries.signs(work, group_id=group.id)
    taken = {sign.post_id for sign in signs}
    return {
        "signs": signs,
        "states": SIGN.states,
        "pretty": codes.pretty,
        "may_plan": policy.may_plan(work.actor, group),
        "may_start_round": policy.may_start_round(work.actor, group),
        "orderable": len(order_queries.orderable(work, group)),
        "gate": groups.sign_gate(group),
        "posts": posts_shown(candidates.choices(work, group, taken), taken, plane),
        "planned_edge": places.setting(work, group.municipality_id, "sight.planned_edge"),
        "shapes": [
            {"name": group.name, "kind": "own", "ring": polygon_to_lonlat(group.area, plane)}
        ]
        if group.area is not None
        else [],
        "attribution": ", ".join(map_queries.attributions(work, group.municipality_id)),
    }


def _wanted(work: Work, group: Group, form: PlanForm) -> WantedPlace:
    x = y = None
    if form.position.data:
        lat, lon = form.position.data
        try:
            x, y = places.plane_of(work, group.municipality_id).to_metric(lon, lat)
        except OutsidePlane as error:
            raise InvalidInput(
                lazy("Positionen ligger långt utanför kommunen."), field="position"
            ) from error
    return WantedPlace(
        support=form.support.data,
        post_id=int(form.post.data) if form.post.data else None,
        post_number=form.post_number.data or "",
        place=form.place.data or "",
        galvanised={"yes": True, "no": False}.get(form.galvanised.data or ""),
        owner_consent=form.owner_consent.data or "",
        x=x,
        y=y,
    )


def sign_shapes(work: Work, sign: Sign) -> list[dict[str, Any]]:
    """The group's area and the sign's place, for a map."""
    plane = places.plane_of(work, sign.municipality_id)
    shapes: list[dict[str, Any]] = []
    if sign.group.area_wkb is not None:
        ring = kept_border(sign.group.area_wkb, plane.epsg)
        shapes.append({"name": sign.group.name, "kind": "own", "ring": ring})
    if sign.x is not None and sign.y is not None:
        at = plane.to_lonlat(sign.x, sign.y)
        shapes.append({"name": codes.pretty(sign.code), "kind": "sign", "point": at})
    return shapes


def _pdf(template: str, document: dict[str, Any], name: str, work: Work) -> Response:
    return send_pdf(compile_pdf(template, document, created=work.now), name)


def send_pdf(content: bytes, name: str) -> Response:
    """A PDF as a download."""
    answer = make_response(content)
    answer.headers["Content-Type"] = "application/pdf"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
