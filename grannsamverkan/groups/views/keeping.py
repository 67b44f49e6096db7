"""Keeping a group up to date: contact persons, counts and dated facts."""

from flask import request
from flask.typing import ResponseReturnValue

from grannsamverkan.core.i18n import current_language
from grannsamverkan.core.web import page, reading, see_other, writing
from grannsamverkan.groups import policy, queries, rules, usecases
from grannsamverkan.groups.forms import ContactForm, CountsForm, FactForm
from grannsamverkan.groups.models import Contact
from grannsamverkan.groups.queries import households
from grannsamverkan.groups.views.blueprint import bp


@bp.route("/grupper/<int:group_id>/kontaktombud", methods=["GET", "POST"])
def edit_contacts(group_id: int) -> ResponseReturnValue:
    """Step 4 of the registration, and later the page where contact persons are kept."""
    form = ContactForm()
    if not form.is_submitted():
        form.language.data = current_language()
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.add_contact(
                work,
                group_id,
                name=form.name.data,
                email=form.email.data,
                phone=form.phone.data,
                head=form.head.data,
                language=form.language.data,
            )
        if not form.errors:
            return see_other("groups.edit_contacts", group_id=group_id)
    with reading() as work:
        group = queries.group(work, group_id)
        work.require(policy.may_keep, group)
        return page(
            "groups/step_contacts.html",
            form=form,
            group=group,
            in_registration=group.state in policy.OPEN_TO_EDIT,
            advice=queries.contacts_advice(work, group),
            may_appoint=policy.may_appoint(work.actor, group),
            me=work.actor.id,
            step_number=rules.STEPS.index("contacts") + 1,
            step_total=len(rules.STEPS),
            step_word=rules.STEP_WORDS["contacts"],
        )


@bp.post("/kontaktombud/<int:contact_id>/avsluta")
def end_contact(contact_id: int) -> ResponseReturnValue:
    """Let a contact person go."""
    with writing() as work:
        contact = usecases.end_contact(work, contact_id)
        left_alone = contact.user_id == work.actor.id
    # Who has left sees the group no longer.
    return see_other("groups.index") if left_alone else _back_to_contacts(contact)


@bp.post("/kontaktombud/<int:contact_id>/huvud")
def appoint_head(contact_id: int) -> ResponseReturnValue:
    """Make somebody the head contact person, or no longer."""
    with writing() as work:
        contact = usecases.appoint_head(work, contact_id, head=request.form.get("head") == "1")
    return _back_to_contacts(contact)


@bp.route("/grupper/<int:group_id>/handelse", methods=["GET", "POST"])
def note_fact(group_id: int) -> ResponseReturnValue:
    """Write down when something happened."""
    form = FactForm(kind=request.args.get("sort"))
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.note_fact(
                work,
                group_id,
                kind=form.kind.data,
                on=form.on.data,
                place=form.place.data or "",
            )
        if not form.errors:
            return see_other("groups.show", group_id=group_id)
    with reading() as work:
        group = queries.group(work, group_id)
        work.require(policy.may_note_fact, group)
        return page("groups/fact.html", form=form, group=group, hints=rules.FACT_HINTS)


@bp.route("/grupper/<int:group_id>/antal", methods=["GET", "POST"])
def counts(group_id: int) -> ResponseReturnValue:
    """The numbers of households, which change over the years."""
    with reading() as work:
        group = queries.group(work, group_id)
        work.require(policy.may_keep, group)
        counted = households.is_counted(work, group)
    form = CountsForm(obj=group)
    if counted:
        del form.joined, form.declined
    if form.validate_on_submit():
        with writing(form) as work:
            usecases.count_households(
                work,
                group_id,
                dwellings=form.dwellings.data,
                joined=0 if counted else form.joined.data,
                declined=0 if counted else form.declined.data,
            )
        if not form.errors:
            return see_other("groups.show", group_id=group_id)
    return page("groups/counts.html", form=form, group=group, counted=counted)


def _back_to_contacts(contact: Contact) -> ResponseReturnValue:
    return see_other("groups.edit_contacts", group_id=contact.group_id)
