"""What waits for a contact person."""

from collections.abc import Iterator
from datetime import date

from grannsamverkan.core.i18n import _, current_language, format_date, local, ngettext
from grannsamverkan.core.work import Work
from grannsamverkan.desk import rules
from grannsamverkan.desk.queries import gatherings, pressing, words, year
from grannsamverkan.desk.queries.loaded import Loaded
from grannsamverkan.desk.rules import Task, TaskList, Where
from grannsamverkan.groups import queries as groups
from grannsamverkan.groups import rules as group_rules
from grannsamverkan.groups.models import Group
from grannsamverkan.groups.policy import LIVING
from grannsamverkan.groups.queries import households
from grannsamverkan.messages.queries import own as bulletins
from grannsamverkan.messages.words import KIND_WORDS as BULLETIN_WORDS
from grannsamverkan.signs.models import Sign, SignTask
from grannsamverkan.signs.queries import orders
from grannsamverkan.signs.queries.orders import OwnOrders
from grannsamverkan.signs.words import TASK_WORDS
from grannsamverkan.training import queries as training

ASKED_OF_MOUNTER = {"handed_out", "completion_asked", "correction_ordered"}


def lists(loaded: Loaded) -> Iterator[TaskList]:
    """The tasks, in the order in which they hold up others; about signs the soonest first."""
    yield TaskList(
        _("Nya utskick"),
        tuple(_bulletins(loaded.work)),
        Where("messages.home"),
        _("Visa alla utskick"),
    )
    yield TaskList(_("Anmälningar"), tuple(_registrations(loaded)))
    yield year.of_own(loaded)
    yield TaskList(_("Hushåll"), tuple(_news(loaded)))
    yield TaskList(_("Utbildning"), tuple(_training(loaded)))
    yield gatherings.of_own(loaded)
    ordered = orders.of_groups(loaded.work, [g.id for g in loaded.groups if g.state in LIVING])
    asked = (*_photos(loaded), *_refused(loaded), *_unplanned(loaded), *_unordered(loaded, ordered))
    signs = (TaskList(_("Skyltar att sätta upp"), asked), _tasks(loaded.work))
    yield from sorted(signs, key=lambda found: found.soonest)
    yield TaskList(_("Trycksaker"), tuple(_printed(loaded, ordered)))
    yield TaskList(_("Gruppen kommer i gång"), tuple(_facts(loaded)))


def _bulletins(work: Work) -> Iterator[Task]:
    for bulletin in bulletins.unread(work, rules.SHOWN + 1):
        english = current_language() == "en" and bulletin.title_en
        yield Task(
            bulletin.title_en if english else bulletin.title,
            Where("messages.show", {"bulletin_id": bulletin.id}),
            due=_("gäller till och med %(day)s", day=format_date(bulletin.valid_until)),
            note=str(BULLETIN_WORDS[bulletin.kind]),
            urgent=bulletin.urgent,
        )


def _registrations(loaded: Loaded) -> Iterator[Task]:
    for group in loaded.groups:
        if group.state in {"draft", "returned"}:
            yield _registration(group)


def _registration(group: Group) -> Task:
    where = Where("groups.show", {"group_id": group.id})
    if group.state == "returned":
        reasons = [d.reason for d in group.decisions if d.outcome == "return"]
        return Task(_("Komplettera anmälan av %(name)s", name=group.name), where, note=reasons[-1])
    lacking = groups.progress(group)
    left = ", ".join(str(group_rules.STEP_WORDS[step]).lower() for step in lacking)
    note = _("Kvar: %(left)s", left=left) if left else _("Allt är ifyllt. Läs igenom och skicka.")
    return Task(
        _("Fortsätt anmälan av %(name)s", name=group.name or _("gruppen")), where, note=note
    )


def _news(loaded: Loaded) -> Iterator[Task]:
    """Answers that came by the group's invitation and that nobody has looked at yet."""
    news = households.news(loaded.work, [group.id for group in loaded.groups])
    for group in loaded.groups:
        if group.id in news:
            yield Task(
                ngettext(
                    "Ett nytt svar från hushållen i %(name)s",
                    "%(num)s nya svar från hushållen i %(name)s",
                    news[group.id],
                    name=group.name,
                ),
                Where("groups.households", {"group_id": group.id}),
                note=_("Se efter att de stämmer."),
            )


def _training(loaded: Loaded) -> Iterator[Task]:
    me = loaded.work.actor.id
    untrained = {
        group.municipality_id
        for group in loaded.groups
        if group.state in LIVING and any(contact.user_id == me for contact in group.untrained)
    }
    for place in sorted(untrained):
        edition = training.current_edition(loaded.work, place, loaded.work.actor.language)
        if edition is not None:
            yield Task(
                _("Gör utbildningen: %(title)s", title=edition.title),
                Where("training.home"),
                note=_("Gruppen får sina skyltar först när alla kontaktombud har gjort den."),
            )


def _facts(loaded: Loaded) -> Iterator[Task]:
    for group in loaded.groups:
        known = {fact.kind for fact in group.facts}
        left = [kind for kind in group_rules.FACTS if kind not in known]
        if "meeting_held" in known:
            left = [kind for kind in left if kind != "meeting_booked"]
        if group.state == "approved" and left:
            yield Task(
                _("Anteckna vad som har hänt i %(name)s", name=group.name),
                Where("groups.note_fact", {"group_id": group.id}),
                note=_("Kvar: %(left)s", left=words.needs(left)),
            )


def _photos(loaded: Loaded) -> Iterator[Task]:
    asked = [sign for sign in loaded.signs if sign.state in ASKED_OF_MOUNTER]
    for sign in sorted(asked, key=lambda sign: (sign.due_on is None, sign.due_on, sign.id)):
        yield _photo_task(loaded.work, sign)


def _photo_task(work: Work, sign: Sign) -> Task:
    texts = {
        "handed_out": _("Sätt upp skylten och skicka foton"),
        "completion_asked": _("Skicka det som saknas om skylten"),
        "correction_ordered": _("Rätta skylten och skicka nya foton"),
    }
    return Task(
        f"{texts[sign.state]}: {words.sign_name(sign)}",
        Where("signs.show", {"sign_id": sign.id}),
        due=words.latest_by(sign.due_on),
        note=_("Fotona skickas med QR-koden i brevet."),
        urgent=rules.is_urgent(sign.due_on, local(work.now).date()),
        last_day=sign.due_on or date.max,
    )


def _tasks(work: Work) -> TaskList:
    found = pressing.sign_tasks(work)
    today = local(work.now).date()
    return TaskList(
        _("Uppgifter med skyltar"),
        tuple(_task(task, today) for task in found.rows),
        Where("tasks.index"),
        _("Visa alla uppgifter"),
        found.total,
    )


def _task(task: SignTask, today: date) -> Task:
    return Task(
        f"{TASK_WORDS[task.kind]}: {words.sign_name(task.sign)}",
        Where("tasks.show", {"task_id": task.id}),
        due=words.latest_by(task.due_on),
        note=task.answer or task.reason,
        urgent=rules.is_urgent(task.due_on, today),
        last_day=task.due_on or date.max,
    )


def _refused(loaded: Loaded) -> Iterator[Task]:
    for sign in loaded.signs:
        if sign.state == "place_refused":
            yield Task(
                _("Välj en annan plats än %(place)s", place=words.sign_place(sign)),
                Where("signs.plan", {"group_id": sign.group_id}),
                note=_("Skylten försvinner härifrån när ni avbryter den."),
            )


def _unplanned(loaded: Loaded) -> Iterator[Task]:
    with_signs = {sign.group_id for sign in loaded.signs}
    for group in loaded.groups:
        if group.state in LIVING and group.id not in with_signs:
            yield Task(
                _("Planera skyltar för %(name)s", name=group.name),
                Where("signs.plan", {"group_id": group.id}),
                note=_("Välj platser där man kommer in i området."),
            )


def _printed(loaded: Loaded, known: OwnOrders) -> Iterator[Task]:
    """Orders that have come and wait for a receipt; then what a group that is to get going can
    inform its neighbours with, until it has ordered some."""
    names = {group.id: group.name for group in loaded.groups}
    for order_id, group_id, state in known.printed:
        if state == "delivered":
            yield Task(
                _("Svara att trycksakerna till %(name)s har kommit", name=names[group_id]),
                Where("orders.show", {"order_id": order_id}),
                note=_("Ett tryck räcker när ni har fått allt."),
            )
    have = {group_id for _order_id, group_id, _state in known.printed}
    for group in loaded.groups:
        if group.state == "approved" and group.id not in have:
            yield Task(
                _("Beställ trycksaker till %(name)s", name=group.name),
                Where("printed.create", {"group_id": group.id}),
                note=_("Informationsblad och annat till hushållen, utan kostnad."),
            )


def _unordered(loaded: Loaded, known: OwnOrders) -> Iterator[Task]:
    """Groups that may have their signs and have not ordered all of them."""
    for group in loaded.groups:
        if group.id in known.unordered and groups.sign_gate(group).open:
            yield Task(
                _("Beställ skyltar till %(name)s", name=group.name),
                Where("orders.create", {"group_id": group.id}),
                note=ngettext(
                    "%(num)s plats är godkänd.",
                    "%(num)s platser är godkända.",
                    known.unordered[group.id],
                ),
            )
