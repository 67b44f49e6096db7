"""The one write: a new version of a text. What has been published is never changed."""

from dataclasses import dataclass
from datetime import date

from grannsamverkan.core.audit import declare
from grannsamverkan.core.i18n import local
from grannsamverkan.core.work import Work
from grannsamverkan.notices import errors, policy, queries, rules
from grannsamverkan.notices.models import Notice
from grannsamverkan.places.models import Municipality

PUBLISHED = declare("notice_publish", "kind", "version")


@dataclass(frozen=True)
class Draft:
    """A text in both languages, the day it begins to hold, and what is new in it."""

    text_sv: str
    text_en: str
    valid_from: date
    change: str


def publish(work: Work, municipality: Municipality, kind: str, draft: Draft) -> Notice:
    """Publish a new version. Raises InvalidInput for what it must not or must say."""
    work.require(policy.may_write, municipality)
    known = queries.history(work, municipality.id, kind)
    check(work, municipality, kind, draft)
    row = Notice(
        municipality_id=municipality.id,
        kind=kind,
        version=rules.next_version(draft.valid_from, {one.version for one in known}),
        valid_from=draft.valid_from,
        text_sv=draft.text_sv,
        text_en=draft.text_en,
        change=draft.change,
        created_by=work.actor.person_id,
        created_at=work.now,
    )
    work.session.add(row)
    work.record(PUBLISHED, row, kind=kind, version=row.version)
    return row


def check(work: Work, municipality: Municipality, kind: str, draft: Draft) -> None:
    """Raise InvalidInput, with the field, unless the draft can be published."""
    names = queries.values(work, municipality).keys()
    for field, text in (("text_sv", draft.text_sv), ("text_en", draft.text_en)):
        if unknown := rules.unknown_names(text, names):
            raise errors.unknown_names(field, unknown)
        if unsaid := rules.left_unsaid(kind, text):
            raise errors.left_unsaid(field, unsaid)
    today = local(work.now).date()
    if draft.valid_from < today:
        raise errors.in_the_past(today)
    newest = queries.history(work, municipality.id, kind)[0].text
    if (newest["sv"].split(), newest["en"].split()) == (
        draft.text_sv.split(),
        draft.text_en.split(),
    ):
        raise errors.nothing_changed()
