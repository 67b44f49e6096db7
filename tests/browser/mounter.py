"""Somebody with a phone and a letter, where the network comes and goes."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.persons import in_language

VIEW = "Fästet på nära håll"
ARRIVED_MS = 40_000
"""Other work may have the processor; nothing here waits longer than it must."""
KEEP_OLD = """(hours) => new Promise((done) => {
  const asked = indexedDB.open("grannsamverkan", 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore("photos", { keyPath: "id", autoIncrement: true });
    asked.result.createObjectStore("bytes");
    asked.result.createObjectStore("answers", { keyPath: "page" });
  };
  asked.onsuccess = () => {
    const at = Date.now() - hours * 3600e3;
    const change = asked.result.transaction(["photos", "bytes", "answers"], "readwrite");
    const photo = { id: 1, page: "/B/x", url: "/B/x/foton", at, state: "waiting" };
    change.objectStore("photos").put(photo);
    change.objectStore("bytes").put(new ArrayBuffer(3), 1);
    change.objectStore("answers").put({ page: "/B/x", url: "/B/x/svar", at, fields: {} });
    change.oncomplete = () => { asked.result.close(); done(); };
  };
})"""
"""Puts a photo and an answer into the browser's store, as old as said."""

KEPT = """async () => {
  const asked = indexedDB.open("grannsamverkan");
  const database = await new Promise((done) => (asked.onsuccess = () => done(asked.result)));
  if (!database.objectStoreNames.length) return [0, 0, 0];
  const stores = [...database.objectStoreNames];
  const look = database.transaction(stores);
  const counts = await Promise.all(stores.map((name) => new Promise((done) => {
    const counted = look.objectStore(name).count();
    counted.onsuccess = () => done(counted.result);
  })));
  database.close();
  return counts;
}"""


KEPT_PAGES = """async () => {
  const pages = await caches.open("grannsamverkan-pages");
  return Promise.all((await pages.keys()).map(async (request) => ({
    path: new URL(request.url).pathname,
    text: await (await pages.match(request, {ignoreVary: true})).text(),
  })));
}"""


class Mounter:
    """Somebody with a phone and a letter, behind a wire."""

    def __init__(self, page: Page, address: str, language: str = "sv") -> None:
        self.page, self.address, self.language = page, address, language
        page.set_default_timeout(ARRIVED_MS)

    def opens(self) -> "Mounter":
        """Open the letter's page."""
        self.page.goto(self.address)
        expect(self.page.locator(".uploads--live")).to_be_attached()
        return self.is_ready_for_the_woods()

    def picks(self, *files: object, view: str = VIEW) -> None:
        """Pick photos of a view."""
        label = re.compile(f"^{self.word('Välj foton')}.*{self.word(view)}")
        self.page.get_by_label(label).set_input_files(list(files))

    def word(self, text: str) -> str:
        """The product's text in this reader's language."""
        return in_language(self.language, text)

    def writes(self, label: str, text: str) -> None:
        """Fill a field of the letter's page, and leave it."""
        field = self.page.get_by_label(re.compile(re.escape(self.word(label))))
        field.fill(text)
        field.blur()

    def is_ready_for_the_woods(self) -> "Mounter":
        """The page and all it needs can be had without a network from now on."""
        self.looks_until(KEPT_PAGES, lambda pages: any(p["path"] in self.address for p in pages))
        return self

    def looks_until(self, script: str, fits: Callable[[object], bool]) -> object:
        """Ask the page until the answer fits; returns the last answer."""
        for _look in range(200):
            found = self.page.evaluate(script)
            if fits(found):
                break
            self.page.wait_for_timeout(50)
        assert fits(found), found
        return found

    def shells(self) -> list[str]:
        """The names of the kept sets of files."""
        names = self.page.evaluate("caches.keys()")
        return [name for name in names if "shell" in name]

    def another_tab(self) -> "Mounter":
        """A second tab of the same browser."""
        return Mounter(self.page.context.new_page(), self.address, self.language)

    def sees_arrived(self, count: int = 1) -> None:
        """That many photos stand as saved, and nothing is on its way."""
        expect(self.page.locator("[data-shot]")).to_have_count(count, timeout=ARRIVED_MS)
        expect(self.page.locator(".shot progress")).to_have_count(0)

    def sees_waiting(self) -> None:
        """The page says that the photo is kept until there is a network."""
        expect(
            self.page.get_by_text(self.word("Sparat i telefonen, väntar på nät")).first
        ).to_be_visible()

    def keeps(self, photos: int, answers: int = 0) -> None:
        """So much lies in the browser's own store: answers, bytes, photos."""
        self.looks_until(KEPT, lambda found: found == [answers, photos, photos])
