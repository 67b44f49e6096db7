"""Does a page grow with the municipality? Time and SQL statements, large against small.

The pages are read off the app: every address that shows somebody of both filled sets HTML.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from werkzeug.routing import BuildError, Rule

from bench.sets import Installation, compared
from grannsamverkan.groups.models import Group
from grannsamverkan.signs.models import Sign

ROUNDS = 9
MOST_TIMES = 1.5
MOST_STATEMENTS = 12
WHO = ("police", "coordinator", "reviewer", "admin", "contact", "nobody")
CONTACT = "kontakt@example.org"
QUERIES: Mapping[str, tuple[str, ...]] = {
    "desk.find": ("?q=gr", "?q=10&visa=skyltar", "?q=Björkgatan"),
    "desk.search": ("", "?adress=Storgatan+1"),
    "desk.overview_map": ("", "?visa=skyltar"),
    "desk.queue": ("", "?lage=planned"),
    "desk.decisions": ("", "?lage=approved"),
    "signs.index": ("", "?lage=approved&sida=2"),
    "groups.index": ("", "?lage=active&sida=2"),
}
"""What follows an address that shows different things."""
# Of what kind the group and the sign are whose pages are opened: the first that shows a page.
KINDS = (("active", "approved"), ("submitted", "photos_sent"), ("approved", "planned"))


class Visited(NamedTuple):
    """A page as one person sees it in both sets."""

    name: str
    visitors: "tuple[Visitor, Visitor]"
    opens: tuple[Callable[[], object], Callable[[], object]]

    def statements(self) -> tuple[int, int]:
        """How many SQL statements the page sends, in the small set and in the large one."""
        few, many = map(Visitor.statements, self.visitors, self.opens)
        return few, many


def run(small: Installation, large: Installation) -> Iterator[dict[str, Any]]:
    """A row for each page: name, ratio, its limit, and the statements of both sets."""
    for who in WHO:
        for page in visited(who, small, large):
            few, many = page.statements()
            yield {
                "name": page.name,
                "ratio": compared(*page.opens, ROUNDS),
                "limit": MOST_TIMES,
                "figures": f"{few} and {many} statements",
                "fault": many > few or few > MOST_STATEMENTS,
            }


def visited(who: str, small: Installation, large: Installation) -> Iterator[Visited]:
    """Every address that shows this person a page in both sets."""
    visitors = Visitor(small, who), Visitor(large, who)
    for rule in _asked_for(small):
        for query in QUERIES.get(rule.endpoint, ("",)):
            if (opens := _opened(visitors, rule, query)) is not None:
                yield Visited(f"{rule.rule}{query} ({who})", visitors, opens)


def _asked_for(installation: Installation) -> Sequence[Rule]:
    rules = (rule for rule in installation.app.url_map.iter_rules() if "GET" in rule.methods)
    return sorted(rules, key=lambda rule: rule.rule)


def _opened(
    visitors: "tuple[Visitor, Visitor]", rule: Rule, query: str
) -> tuple[Callable[[], object], Callable[[], object]] | None:
    """What opens the page in both sets, of the first kind of thing that has one."""
    for kind in KINDS:
        small, large = (visitor.page(rule, query, *kind) for visitor in visitors)
        if small and large:
            return small, large
    return None


class Visitor:
    """One person's browser in one installation."""

    def __init__(self, installation: Installation, who: str) -> None:
        self.installation, self.who = installation, who
        self.browser = installation.browser(email_of(who))

    def page(
        self, rule: Rule, query: str, group_state: str, sign_state: str
    ) -> Callable[[], object] | None:
        """What opens the address as a browser does; None if it shows no page."""
        values = self._values(group_state, sign_state)
        with self.installation.app.test_request_context():
            try:
                path = rule.build({name: values[name] for name in rule.arguments})
            except (BuildError, KeyError):
                return None
        assert path is not None
        address = path[1] + query
        answer = self.browser.get(address)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            return None
        return lambda: self.browser.get(address)

    def statements(self, page: Callable[[], object]) -> int:
        """How many SQL statements the page sends."""
        with self.installation.counted() as sent:
            page()
        return len(sent)

    def _values(self, group_state: str, sign_state: str) -> Mapping[str, Any]:
        first = self.installation.first
        if self.who == "contact":
            group_id = first(Group.id)
            return {"group_id": group_id, "sign_id": first(Sign.id, Sign.group_id == group_id)}
        return {
            "group_id": first(Group.id, Group.state == group_state),
            "sign_id": first(Sign.id, Sign.state == sign_state),
            "code": first(Sign.code, Sign.state == "approved"),
        }


def email_of(who: str) -> str | None:
    """The address of a person of a filled set."""
    if who == "nobody":
        return None
    return CONTACT if who == "contact" else f"{who}@example.org"
