"""Somebody who walks round the signs with a phone, where the network comes and goes."""

from playwright.sync_api import Locator, expect

from tests.browser.mounter import Mounter


class Walker(Mounter):
    """Somebody with the link of a round, behind a wire."""

    def opens(self) -> "Walker":
        """Open the round's page; from now on it can be had without a network."""
        self.page.goto(self.address)
        self.is_mounted()
        self.is_ready_for_the_woods()
        self.looks_until(CELLS, lambda count: count >= 36)
        return self

    def is_mounted(self) -> None:
        """The page's scripts run."""
        expect(self.page.locator("[data-widget=round][data-mounted]")).to_be_attached()

    def another_tab(self) -> "Walker":
        """A second tab of the same browser."""
        return Walker(self.page.context.new_page(), self.address, self.language)

    def sign(self, code: str) -> Locator:
        """The part of the page about a sign."""
        return self.page.get_by_role("listitem").filter(
            has=self.page.get_by_role("heading", level=2, name=code)
        )

    def says_well(self, code: str) -> None:
        """All is well with a sign."""
        part = self.sign(code)
        part.get_by_label(self.word("Den är som den ska")).check()
        part.get_by_role("button", name=self.word("Spara")).click()

    def says_loose(self, code: str, photo: object) -> None:
        """A sign hangs loose, and here is a photo of it."""
        part = self.sign(code)
        part.get_by_label(self.word("Något är fel")).check()
        part.get_by_label(self.word("Vad är fel?")).select_option(
            label=self.word("Den sitter löst")
        )
        part.get_by_label(self.word("Foton")).set_input_files([photo])
        part.get_by_role("button", name=self.word("Spara")).click()

    def sees_said(self, code: str, words: str) -> None:
        """The page says what was said of a sign."""
        expect(self.sign(code).locator(".round__said")).to_contain_text(self.word(words))


CELLS = """async () => {
  const pages = await caches.open("grannsamverkan-pages");
  return (await pages.keys()).filter((request) => request.url.includes("ruta=")).length;
}"""
