"""The life of an edition, and the words for how far the material has come to a person."""

from grannsamverkan.core.audit import declare
from grannsamverkan.core.i18n import lazy
from grannsamverkan.core.workflow import State, Step, Workflow
from grannsamverkan.training import policy

STATES = {
    "draft": State(lazy("Utkast"), "neutral", lazy("Ingen utanför kommunen ser det än.")),
    "published": State(lazy("Utlagt"), "ok", lazy("Kontaktombuden får det här materialet.")),
    "replaced": State(lazy("Ersatt"), "neutral", lazy("En nyare utgåva är utlagd i stället.")),
    "withdrawn": State(lazy("Tillbakadraget"), "warn", lazy("Länkarna till det gäller inte.")),
}

EDITION = Workflow(
    "edition",
    STATES,
    [
        Step(
            "publish",
            lazy("Lägg ut materialet"),
            frozenset({"draft"}),
            "published",
            policy.may_manage_edition,
        ),
        Step(
            "replace",
            lazy("Ersätt med en ny utgåva"),
            frozenset({"published"}),
            "replaced",
            policy.may_manage_edition,
        ),
        Step(
            "withdraw",
            lazy("Dra tillbaka"),
            frozenset({"draft", "published", "replaced"}),
            "withdrawn",
            policy.may_manage_edition,
            tone="danger",
        ),
    ],
)

STANDINGS = {
    "none": State(lazy("Inte skickat"), "neutral"),
    "queued": State(lazy("På väg"), "wait"),
    "sent": State(lazy("Skickat"), "info"),
    "refused": State(lazy("Mejlet kom inte fram"), "danger"),
    "started": State(lazy("Har börjat själv"), "info"),
    "expired": State(lazy("Länken har gått ut"), "warn"),
    "read": State(lazy("Läsningen bekräftad"), "info"),
    "done": State(lazy("Klar"), "ok"),
    "over": State(lazy("Behöver göras om"), "warn"),
}
CERTIFICATES = {
    "valid": State(lazy("Gäller"), "ok"),
    "expired": State(lazy("Har gått ut"), "warn"),
    "withdrawn": State(lazy("Återkallat"), "danger"),
}

CREATED = declare("edition_create")
EDITED = declare("edition_edit", "part")
SENT = declare("training_send", "edition_id", "contact_id")
STARTED = declare("training_start", "edition_id", "contact_id")
READ = declare("training_read", "edition_id", "contact_id")
TRIED = declare("training_try", "edition_id", "contact_id", "right")
CERTIFIED = declare("certificate_issue", "contact_id", "edition_id")
CERTIFICATE_WITHDRAWN = declare("certificate_withdraw", "contact_id")
REMINDED = declare("certificate_remind", "contact_id")
TOLD_OVER = declare("certificate_over", "contact_id")
SUCCEEDED = declare("edition_succeed", "earlier_id")
