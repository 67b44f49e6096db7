"""What waits for staff, by role."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from grannsamverkan.accounts import queries as accounts
from grannsamverkan.core.actor import StaffRole
from grannsamverkan.core.i18n import _, format_date, ngettext
from grannsamverkan.desk.queries import gatherings, pressing, waiting, words, year
from grannsamverkan.desk.queries.loaded import Loaded, missing_to_activate
from grannsamverkan.desk.queries.pressing import Answerable
from grannsamverkan.desk.rules import SHOWN, Door, Task, TaskList, Where
from grannsamverkan.groups.models import Group
from grannsamverkan.messages.queries.reach import Glance
from grannsamverkan.signs.models import Sign, SignOrder, SignTask
from grannsamverkan.signs.queries import mailin, sight
from grannsamverkan.signs.words import TASK_WORDS
from grannsamverkan.signs.words.printed import kinds_of
from grannsamverkan.training import policy as training_policy
from grannsamverkan.training import queries as training
from grannsamverkan.training.queries import distributions


def police(loaded: Loaded) -> Iterator[TaskList]:
    """Registrations to decide, and approved groups that are still to get going."""
    yield _registrations(loaded, "police")
    yield _area_changes(loaded, "police")
    yield from year.of_police(loaded)
    found = pressing.starting(loaded.work)
    yield TaskList(
        _("Godkända grupper som ska komma i gång"),
        tuple(_starting(group) for group in found.rows),
        Where("desk.decisions", {"lage": "approved"}),
        _("Visa alla godkända"),
        found.total,
    )
    yield gatherings.of_staff(loaded)
    yield _bulletins(loaded)


def coordinator(loaded: Loaded) -> Iterator[TaskList]:
    """The municipality's own decisions, signs held back, orders with their hand-out, material."""
    yield _registrations(loaded, "coordinator")
    yield _area_changes(loaded, "coordinator")
    doors = pressing.closed_doors(loaded.work)
    yield TaskList(_("Skyltar som inte får lämnas ut än"), tuple(_held_back(doors)))
    ordered = pressing.open_orders(loaded.work)
    yield TaskList(
        _("Beställningar"),
        tuple(_order(order) for order in ordered.rows),
        Where("orders.index"),
        _("Visa alla beställningar"),
        ordered.total,
    )
    yield TaskList(_("Utbildningsmaterial"), (*_material(loaded), *_lost_mails(loaded)))
    yield gatherings.of_staff(loaded)
    yield _bulletins(loaded)


def reviewer(loaded: Loaded) -> Iterator[TaskList]:
    """Photos to review, places to judge and finished tasks to look at, by their last day."""
    photos = pressing.to_answer(loaded.work, "photos_sent")
    yield TaskList(
        _("Foton att granska"),
        tuple(_to_answer(row, "review.case", _("Granska %(sign)s")) for row in photos.rows),
        Where("desk.queue", {"lage": "photos_sent"}),
        _("Visa hela kön"),
        photos.total,
    )
    planned = pressing.to_answer(loaded.work, "planned")
    yield TaskList(
        _("Platser att ta ställning till"),
        tuple(
            _to_answer(row, "signs.show", _("Svara om platsen för %(sign)s"))
            for row in planned.rows
        ),
        Where("desk.queue", {"lage": "planned"}),
        _("Visa alla platser"),
        planned.total,
    )
    reported = pressing.reported_tasks(loaded.work)
    yield TaskList(
        _("Uppgifter som någon säger är gjorda"),
        tuple(_reported(task, loaded.work.now) for task in reported.rows),
        Where("tasks.index"),
        _("Visa alla uppgifter"),
        reported.total,
    )
    late = pressing.late_tasks(loaded.work)
    yield TaskList(
        _("Uppgifter som är försenade"),
        tuple(_late(task) for task in late.rows),
        Where("tasks.index"),
        _("Visa alla uppgifter"),
        late.total,
    )
    missing = pressing.late_photos(loaded.work)
    yield TaskList(
        _("Foton som inte har kommit"),
        tuple(_without_photos(sign) for sign in missing.rows),
        Where("signs.index", {"lage": "handed_out"}),
        _("Visa alla utlämnade skyltar"),
        missing.total,
    )
    changed = sight.changed(loaded.work, 1, SHOWN)
    yield TaskList(
        _("Sikt som har ändrats"),
        tuple(_sight_changed(sign) for sign in changed.rows),
        Where("sight.changed"),
        _("Visa alla med ändrad sikt"),
        changed.total,
    )
    yield TaskList(
        _("Mejl att sortera"),
        tuple(
            Task(
                _("Sortera ”%(subject)s”", subject=mail.subject or _("Utan ämne")),
                Where("mailin.case", {"mail_id": mail.id}),
                due=words.waited(mail.received_at, loaded.work.now),
            )
            for mail in mailin.unsure(loaded.work)
        ),
        Where("mailin.queue"),
        _("Visa alla mejl"),
    )


def _sight_changed(sign: Sign) -> Task:
    return Task(
        _("Sikten har ändrats för %(sign)s", sign=words.sign_name(sign)),
        Where("sight.show", {"sign_id": sign.id}),
        note=sign.group.name,
        urgent=sign.sight is not None and sign.sight.verdict == "not_ok",
    )


def admin(loaded: Loaded) -> Iterator[TaskList]:
    """What has stopped, and people without a working way in."""
    dead = waiting.pulse(loaded.work).dead
    stopped = ngettext("%(num)s utskick har stannat", "%(num)s utskick har stannat", dead)
    yield TaskList(
        _("Drift"),
        (Task(stopped, Where("desk.waiting"), note=_("Se varför och försök igen.")),)
        if dead
        else (),
    )
    yield TaskList(_("Personal"), tuple(_people(loaded)))


def _to_answer(row: Answerable, endpoint: str, text: str) -> Task:
    """A sign that waits for the reviewer; `text` is translated and names the %(sign)s."""
    return Task(
        text % {"sign": words.sign_name(row)},
        Where(endpoint, {"sign_id": row.id}),
        due=words.was_due(row.last_day) if row.days_left < 0 else words.latest_by(row.last_day),
        note=row.group_name,
        urgent=row.days_left < 0,
    )


def _registrations(loaded: Loaded, role: StaffRole) -> TaskList:
    found = pressing.registrations(loaded.work, role)
    return TaskList(
        _("Anmälningar att besluta om"),
        tuple(
            Task(
                _("Besluta om %(name)s", name=group.name),
                Where("groups.show", {"group_id": group.id}),
                due=words.waited(group.submitted_at, loaded.work.now),
                note=group.police_area.name if group.police_area else "",
            )
            for group in found.rows
        ),
        Where("desk.decisions"),
        _("Visa alla anmälningar"),
        found.total,
    )


def _area_changes(loaded: Loaded, role: StaffRole) -> TaskList:
    found = pressing.area_changes(loaded.work, role)
    return TaskList(
        _("Områden som en grupp vill ändra"),
        tuple(
            Task(
                _("Svara %(name)s om området", name=change.group.name),
                Where("groups.decide_area", {"group_id": change.group_id}),
                due=words.waited(change.asked_at, loaded.work.now),
            )
            for change in found.rows
        ),
        total=found.total,
    )


def _bulletins(loaded: Loaded) -> TaskList:
    return TaskList(
        _("Utskick"),
        tuple(map(_bulletin, loaded.bulletins)),
        Where("messages.home"),
        _("Visa alla utskick"),
    )


def _bulletin(one: Glance) -> Task:
    where = Where("messages.show", {"bulletin_id": one.id})
    if one.state == "draft":
        return Task(
            _("Skriv klart ”%(title)s”", title=one.title), where, note=_("Ingen har fått det än.")
        )
    note = _("%(passed)d av %(groups)d grupper har fört det vidare.", **one.counts)
    return Task(_("Se räckvidden för ”%(title)s”", title=one.title), where, note=note)


def _starting(group: Group) -> Task:
    where = Where("groups.show", {"group_id": group.id})
    known = (fact.kind for fact in group.facts)
    missing = missing_to_activate(known, all_trained=not group.untrained)
    if not missing:
        return Task(
            _("Förklara %(name)s aktiv", name=group.name), where, note=_("Ingenting saknas.")
        )
    note = _("Saknas: %(what)s", what=words.needs(missing))
    return Task(_("Följ upp %(name)s", name=group.name), where, note=note)


def _order(order: SignOrder) -> Task:
    if order.kind == "printed":
        return _printed(order)
    texts = {
        "asked": _("Svara på beställningen från %(group)s", group=order.group.name),
        "approved": _("Beställ skyltar till %(group)s", group=order.group.name),
        "ordered": _("Ta emot skyltar till %(group)s", group=order.group.name),
        "delivered": _("Lämna ut skyltar till %(group)s", group=order.group.name),
    }
    return Task(
        texts[order.state],
        Where("orders.show", {"order_id": order.id}),
        note=ngettext("%(num)s skylt", "%(num)s skyltar", len(order.lines)),
    )


def _printed(order: SignOrder) -> Task:
    texts = {
        "asked": _("Svara på beställningen av trycksaker från %(group)s", group=order.group.name),
        "approved": _("Beställ trycksaker till %(group)s", group=order.group.name),
        "ordered": _("Ta emot trycksaker till %(group)s", group=order.group.name),
        "delivered": _("Lämna trycksaker till %(group)s", group=order.group.name),
    }
    return Task(
        texts[order.state],
        Where("orders.show", {"order_id": order.id}),
        note=kinds_of(len(order.lines)),
    )


def _reported(task: SignTask, now: datetime) -> Task:
    return Task(
        _("Titta på %(sign)s", sign=words.sign_name(task.sign)),
        Where("tasks.show", {"task_id": task.id}),
        due=words.waited(task.reported_at, now),
        note=f"{TASK_WORDS[task.kind]}, {task.sign.group.name}",
    )


def _late(task: SignTask) -> Task:
    return Task(
        f"{TASK_WORDS[task.kind]}: {words.sign_name(task.sign)}",
        Where("tasks.show", {"task_id": task.id}),
        due=words.was_due(task.due_on),
        note=task.sign.group.name,
        urgent=True,
    )


def _without_photos(sign: Sign) -> Task:
    return Task(
        _("Inga foton än: %(sign)s", sign=words.sign_name(sign)),
        Where("signs.show", {"sign_id": sign.id}),
        due=words.was_due(sign.due_on),
        note=sign.group.name,
        urgent=True,
    )


def _held_back(number: Counter[Door]) -> Iterator[Task]:
    if number["not_active"]:
        text = ngettext(
            "%(num)s skylt väntar på att gruppen blir aktiv",
            "%(num)s skyltar väntar på att gruppen blir aktiv",
            number["not_active"],
        )
        yield Task(text, Where("desk.decisions", {"lage": "approved"}))
    if number["untrained"]:
        text = ngettext(
            "%(num)s skylt väntar på att kontaktombuden gör utbildningen",
            "%(num)s skyltar väntar på att kontaktombuden gör utbildningen",
            number["untrained"],
        )
        yield Task(text, Where("training.home"))
    if number["no_contacts"]:
        text = ngettext(
            "%(num)s skylt väntar på att gruppen får ett kontaktombud",
            "%(num)s skyltar väntar på att gruppen får ett kontaktombud",
            number["no_contacts"],
        )
        yield Task(text, Where("groups.index", {"lage": "active"}))


def _material(loaded: Loaded) -> Iterator[Task]:
    managed = training_policy.managed(loaded.work.actor)
    editions = [e for e in training.editions(loaded.work) if e.municipality_id in managed]
    for edition in editions:
        if edition.state == "draft":
            yield Task(
                _("Lägg ut materialet ”%(title)s”", title=edition.title),
                Where("training.show", {"edition_id": edition.id}),
                note=_("Ingen utanför kommunen ser det än."),
            )
    if not any(edition.state in {"draft", "published"} for edition in editions):
        yield Task(
            _("Lägg upp utbildningsmaterial"),
            Where("training.create"),
            note=_("Utan det kan kontaktombuden inte bli klara och skyltar inte lämnas ut."),
        )


def _lost_mails(loaded: Loaded) -> Iterator[Task]:
    for distribution_id, title, persons in distributions.lost(loaded.work, SHOWN):
        yield Task(
            _("Skriv brev om ”%(title)s”", title=title),
            Where(
                "training.show_distribution",
                {"distribution_id": distribution_id, "visa": "refused"},
            ),
            note=ngettext("%(num)s mejl kom inte fram.", "%(num)s mejl kom inte fram.", persons),
        )


def _people(loaded: Loaded) -> Iterator[Task]:
    bare = [p for p in accounts.staff_managed(loaded.work) if p.totp_sealed is None]
    for person in bare:
        yield Task(
            _("%(name)s saknar kod från telefonen", name=person.name or person.email),
            Where("accounts.staff"),
            note=_("Skicka en ny inloggning, eller avsluta kontot."),
        )
    for invitation in accounts.invitations_managed(loaded.work):
        yield Task(
            _("%(name)s har inte svarat på sin inbjudan", name=invitation.name),
            Where("accounts.staff"),
            due=_("gäller till och med %(day)s", day=format_date(invitation.expires_at)),
        )
