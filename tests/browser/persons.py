"""People at their own windows: they read what stands there and press what is offered.

Every text is given in Swedish, as it stands in the product, and looked for in the reader's
language.
"""

import re
from pathlib import Path

import pyotp
from playwright.sync_api import Locator, Page, expect

from grannsamverkan.core import i18n
from grannsamverkan.training.rules.starter import LANGUAGES, load_starter

PATIENCE_MS = 30_000
"""Other work may have the processor; nothing here waits longer than it must."""
BANK = {one.text: one for language in LANGUAGES for one in load_starter(language).questions}
# Where the focus stands, and whether one sees it: on the element, on a part of it that is drawn by
# CSS alone, on the label that covers it, or on the frame around it.
FOCUS = """() => {
  const at = document.activeElement;
  const outlined = (one, part) => {
    const style = getComputedStyle(one, part);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  };
  const around = [at, ...(at.labels ?? []), at.parentElement, at.parentElement?.parentElement];
  return {
    tag: at.tagName,
    html: at.outerHTML.slice(0, 200),
    seen: around.some((one) => one && outlined(one)) || outlined(at, "::before")
      || getComputedStyle(at).boxShadow !== "none",
  };
}"""


class Person:
    """Somebody with a window; `phone` decides between finger and mouse."""

    def __init__(self, page: Page, language: str = "sv", *, phone: bool = False) -> None:
        self.page, self.language, self.phone = page, language, phone
        page.set_default_timeout(PATIENCE_MS)
        page.set_default_navigation_timeout(PATIENCE_MS)
        # Movement on the screen tells nothing here, and would have to be waited for.
        page.emulate_media(reduced_motion="reduce")

    def word(self, text: str, /, **values: object) -> str:
        """The product's text in this reader's language."""
        return in_language(self.language, text, **values)

    def count(self, one: str, many: str, number: int) -> str:
        """So many, in this reader's language."""
        with i18n.speaking(self.language):
            return i18n.ngettext(one, many, number)

    # --- reading ---

    def opens(self, path: str) -> None:
        """Go to an address."""
        self.page.goto(path)

    def sees_page(self, heading: str, /, **values: object) -> None:
        """The page with this main heading has come."""
        name = self.word(heading, **values)
        expect(self.page.get_by_role("heading", level=1, name=name)).to_be_visible(
            timeout=PATIENCE_MS
        )

    def reads(self, text: str, /, **values: object) -> None:
        """The text stands on the page, where one sees it."""
        found = self.page.get_by_text(self.word(text, **values)).filter(visible=True)
        expect(found.first).to_be_visible(timeout=PATIENCE_MS)

    def does_not_find(self, button: str, /, **values: object) -> None:
        """No such button is offered."""
        expect(self.button(button, **values)).to_have_count(0, timeout=PATIENCE_MS)

    # --- doing ---

    def button(self, text: str, /, **values: object) -> Locator:
        """A button by its text."""
        return self.page.get_by_role("button", name=self.word(text, **values), exact=True)

    def link(self, text: str, /, **values: object) -> Locator:
        """A link by its text."""
        return self.page.get_by_role("link", name=self.word(text, **values), exact=True)

    def field(self, label: str, /, **values: object) -> Locator:
        """A field by its label, "(valfritt)" or not."""
        name = re.escape(self.word(label, **values))
        return self.page.get_by_label(re.compile(rf"^\s*{name}\s*(\(\w+\))?\s*$"))

    def group(self, legend: str) -> Locator:
        """A group of choices by the question above it."""
        name = re.escape(self.word(legend))
        return self.page.get_by_role("group", name=re.compile(rf"^{name}"))

    def press(self, where: Locator) -> None:
        """Press with what this person has: a finger or a mouse."""
        where.tap() if self.phone else where.click()

    def presses(self, text: str, /, **values: object) -> None:
        """Press a button."""
        self.press(self.button(text, **values).first)

    def reads_course(self) -> None:
        """From a course's first page: read and confirm part after part until the questions come."""
        self.follows("Börja läsa")
        left = self.button("Jag har läst")
        while True:
            left.or_(self.button("Skicka svaren")).first.wait_for()
            if not left.count():
                return
            heading = self.page.get_by_role("heading", level=1).inner_text()
            self.press(left)
            expect(self.page.get_by_role("heading", level=1)).not_to_have_text(heading)

    def answers(self, *, wrong: int = 0) -> None:
        """Answer what the product's course asks, by the words of options, with so many wrong."""
        groups = self.page.get_by_role("group").filter(has=self.page.get_by_role("radio"))
        for place, group in enumerate(groups.all()):
            asked = BANK[group.locator("legend").inner_text().strip()]
            chosen = asked.options[(asked.right + (place < wrong)) % len(asked.options)]
            self.mark(group.get_by_role("radio", name=chosen, exact=True))
        self.presses("Skicka svaren")

    def confirms(self, text: str, /, **values: object) -> None:
        """Press what asks once more, and then the button itself."""
        words = self.word(text, **values)
        self.press(self.page.locator("details.confirm summary", has_text=words))
        self.presses(text, **values)

    def follows(self, text: str, /, **values: object) -> None:
        """Press a link."""
        self.press(self.link(text, **values).first)

    def downloads(self, where: Locator) -> Path:
        """Press what gives a file; where the browser has put it."""
        with self.page.expect_download(timeout=PATIENCE_MS) as download:
            self.press(where)
        return Path(download.value.path())

    def writes(self, label: str, text: str) -> None:
        """Fill a field."""
        self.field(label).fill(text)

    def chooses(self, legend: str, option: str, number: int = 0) -> None:
        """Choose an answer to a question (the one with this `number` where it stands twice)."""
        name = re.compile(rf"^{re.escape(self.word(option))}")
        self.mark(self.group(legend).nth(number).get_by_role("radio", name=name))

    def ticks(self, label: str) -> None:
        """Tick a box."""
        self.mark(self.field(label))

    def mark(self, choice: Locator) -> None:
        """Press a radio button or box where a person does: its label, which covers it."""
        self.press(choice.locator("xpath=following-sibling::label | parent::label").first)
        expect(choice).to_be_checked(timeout=PATIENCE_MS)

    # --- the keyboard alone ---

    def keys(self, *keys: str) -> None:
        """Press keys, one after another, each on a page whose scripts are there to hear it."""
        for key in keys:
            self.is_ready()
            self.page.keyboard.press(key)

    def is_ready(self) -> None:
        """The page's scripts are there, for what only they can do."""
        expect(self.page.locator("[data-widget]:not([data-mounted])")).to_have_count(0)

    def tabs_to(self, target: Locator, most: int = 150) -> None:
        """Tab until the focus is there; on the way it is never lost from sight."""
        expect(target).to_be_attached(timeout=PATIENCE_MS)
        for _press in range(most):
            self.page.keyboard.press("Tab")
            at = self.page.evaluate(FOCUS)
            assert at["tag"] == "BODY" or at["seen"], f"the focus is not seen on {at}"
            if target.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{most} presses of Tab do not reach {target}")

    # --- signing in ---

    def signs_in_as_staff(self, email: str, password: str, digits: str) -> None:
        """Password, then the code of the app."""
        self.opens("/logga-in/tjanst")
        self.writes("Din e-postadress i tjänsten", email)
        self.writes("Lösenord", password)
        self.presses("Fortsätt")
        self.sees_page("Bekräfta med din app")
        self.writes("Koden i appen", digits)
        self.presses("Logga in")
        self.sees_page("Att göra")


def in_language(language: str, text: str, /, **values: object) -> str:
    """The product's text as readers of `language` get it."""
    with i18n.speaking(language):
        return i18n.gettext(text, **values)


def digits_now(secret: str, clock) -> str:
    """What an authenticator app shows at the runtime's hour."""
    return pyotp.TOTP(secret).at(clock())
