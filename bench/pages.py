"""Does a page grow with the municipality? Time and SQL statements, large against small."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from bench.sets import Installation, compared
from grannsamverkan.groups.models import Group
from grannsamverkan.signs.models import Sign

ROUNDS = 9
MOST_TIMES = 1.5
MOST_STATEMENTS = 12
STAFF = ("police", "coordinator", "reviewer", "admin")
CONTACT = "kontakt@example.org"


class Page(NamedTuple):
    """A page as a person opens it; `path` may name {sign}, {group}, {code} of a filled set."""

    who: str
    path: str


PAGES = (
    *(Page(role, "/") for role in STAFF),
    Page("contact", "/"),
    Page("reviewer", "/granskning"),
    Page("reviewer", "/skyltar"),
    Page("reviewer", "/skyltar/{sign}"),
    Page("reviewer", "/skyltar/{sign}/granska"),
    Page("reviewer", "/hitta?q=Björkgatan"),
    Page("reviewer", "/sok?q=gr"),
    Page("reviewer", "/sok?q=10&visa=skyltar"),
    Page("contact", "/sok?q=gr"),
    Page("police", "/beslut"),
    Page("police", "/grupper"),
    Page("police", "/grupper/{group}"),
    Page("coordinator", "/skyltar"),
    Page("coordinator", "/beslut"),
    Page("coordinator", "/utbildning"),
    Page("contact", "/grupper"),
    Page("contact", "/grupper/{own}"),
    Page("contact", "/grupper/{own}/skyltar"),
    Page("contact", "/skyltar"),
    Page("admin", "/personal"),
    Page("admin", "/installningar"),
    Page("admin", "/vantar"),
    Page("nobody", "/S/{code}"),
)


def run(small: Installation, large: Installation) -> Iterator[dict[str, Any]]:
    """A row for each page: name, ratio, its limit, and the statements of both sets."""
    for page in PAGES:
        opened = [Opened(installation, page) for installation in (small, large)]
        ratio = compared(opened[0].open, opened[1].open, ROUNDS)
        few, many = (one.statements() for one in opened)
        yield {
            "name": f"{page.path} ({page.who})",
            "ratio": ratio,
            "limit": MOST_TIMES,
            "figures": f"{few} and {many} statements",
            "fault": few != many or many > MOST_STATEMENTS,
        }


class Opened:
    """A page of one installation in one person's browser."""

    def __init__(self, installation: Installation, page: Page) -> None:
        self.installation, self.page = installation, page
        self.browser = installation.browser(email_of(page.who))
        self.path = page.path.format(**places(installation))

    def open(self) -> None:
        """Ask for the page as a browser does."""
        answer = self.browser.get(self.path)
        assert answer.status_code == 200, f"{self.page}: {answer.status}"

    def statements(self) -> int:
        """How many SQL statements the page sends."""
        with self.installation.counted() as sent:
            self.open()
        return len([statement for statement in sent if not statement.startswith("BEGIN")])


def email_of(who: str) -> str | None:
    """The address of a person of a filled set."""
    if who == "nobody":
        return None
    return CONTACT if who == "contact" else f"{who}@example.org"


def places(installation: Installation) -> dict[str, Any]:
    """What the paths of the pages name."""
    return {
        "sign": installation.first(Sign.id, Sign.state == "photos_sent"),
        "group": installation.first(Group.id, Group.state == "submitted"),
        "own": installation.first(Group.id),
        "code": installation.first(Sign.code, Sign.state == "approved"),
    }
