"""Bulletins from draft to correction, for tests about every page and every address."""

from dataclasses import dataclass
from datetime import timedelta

from grannsamverkan.accounts.queries import mailing as mail_choices
from grannsamverkan.core.i18n import local
from grannsamverkan.messages import queries, usecases
from grannsamverkan.messages.queries import aim as aims
from grannsamverkan.messages.rules import Said
from grannsamverkan.messages.usecases import Aim, Correction, mailing

WARNED = "En finsk kvinna, tel 070-123 45 67, bor på Storgatan 5."
"""Words at which the guard asks three times."""
_WRITING = {"messages.edit_text", "messages.aim", "messages.preview"}


@dataclass(frozen=True)
class Bulletins:
    """Ids of one of each, the public codes of what was sent, and the key to a person's choice."""

    draft: int
    spare: int
    sent: int
    withdrawn: int
    code: str
    withdrawn_code: str
    choice_token: str

    def values(self, endpoint: str) -> dict[str, object]:
        """What stands for the parts of an address."""
        if endpoint == "messages.discard":
            return {"bulletin_id": self.spare}
        found = self.draft if endpoint in _WRITING else self.sent
        return {"bulletin_id": found, "bulletin_code": self.code}


def write_bulletins(runtime, municipality_id, writer, group_id, reader) -> Bulletins:
    """Write and send them as `writer` to one group; `reader` is one of its contact persons."""
    draft, spare, sent, withdrawn = (
        _drafted(runtime, municipality_id, writer, group_id, text=text)
        for text in (WARNED, "Till papperskorgen.", "Tre förråd är uppbrutna.", "Mötet är i dag.")
    )
    codes = [_send(runtime, writer, bulletin_id) for bulletin_id in (sent, withdrawn)]
    with runtime.work(writer.actor) as work:
        usecases.withdraw(work, withdrawn, Correction("Mötet är i morgon."))
    return Bulletins(draft, spare, sent, withdrawn, *codes, _token(runtime, reader))


def _drafted(runtime, municipality_id, writer, group_id, text) -> int:
    with runtime.work(writer.actor) as work:
        day = local(work.now).date() + timedelta(days=7)
        said = Said("crime", "Inbrott i förråd", text, day)
        bulletin_id = usecases.create(work, municipality_id, said).id
    with runtime.work(writer.actor) as work:
        usecases.choose_receivers(work, bulletin_id, Aim("groups", group_ids=[group_id]))
    return bulletin_id


def _send(runtime, writer, bulletin_id) -> str:
    with runtime.work(writer.actor) as work:
        bulletin = queries.bulletin(work, bulletin_id)
        number = aims.number(work, bulletin)
        usecases.send(work, bulletin_id, shown=number.counted)
    with runtime.work() as work:
        mailing.mail_some(work, bulletin_id)
    return bulletin.code


def _token(runtime, reader) -> str:
    with runtime.reading() as work:
        choice = mail_choices.choice(work, reader.id)
        return runtime.vault.open(choice.token_sealed)
