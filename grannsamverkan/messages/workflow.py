"""The life of a bulletin."""

from grannsamverkan.core.audit import declare
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.workflow import State, Step, Workflow
from grannsamverkan.messages import policy

BULLETIN = Workflow(
    "bulletin",
    {
        "draft": State(lazy("Utkast"), "neutral", lazy("Bara du ser det än.")),
        "sent": State(lazy("Skickat"), "ok", lazy("Gruppernas kontaktombud har det.")),
        "withdrawn": State(
            lazy("Tillbakadraget"), "warn", lazy("Kontaktombuden har fått en rättelse.")
        ),
    },
    [
        Step("send", lazy("Skicka"), frozenset({"draft"}), "sent", policy.may_keep),
        Step(
            "withdraw",
            lazy("Dra tillbaka"),
            frozenset({"sent"}),
            "withdrawn",
            policy.may_withdraw,
            tone="danger",
        ),
    ],
)

CREATED = declare("bulletin_create")
EDITED = declare("bulletin_edit", "part")
DISCARDED = declare("bulletin_discard")
REACHED = declare("bulletin_receivers", "groups", "persons", "warned")
READ = declare("bulletin_read", "contact_id")
PASSED = declare("bulletin_pass", "contact_id", "channel")
CHOSEN = declare("bulletin_choose", "frequency")
CHANNEL = declare("contact_channel_set", "channel")
