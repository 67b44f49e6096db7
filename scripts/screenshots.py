"""Takes the pictures of README.md from the real pages: python scripts/screenshots.py.

A demo installation of its own is built in a temporary folder, served on a free port, and opened in
Chromium by the people who would open it. Needs Chromium; leaves docs/pictures/*.png.
"""

import logging
import os
import re
import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyotp
from playwright.sync_api import Browser, Page, sync_playwright
from waitress.server import create_server

import config
from grannsamverkan import demo
from grannsamverkan.app import create_app, make_runtime
from grannsamverkan.core import migrate, worker
from grannsamverkan.core.work import Runtime
from grannsamverkan.demo import cast

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
DESK = {"width": 1280, "height": 860}
PHONE = {"width": 390, "height": 844}
CONTACT = cast.PLANS[0].founder[0]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]


@contextmanager
def demo_town(folder: Path) -> Iterator[Runtime]:
    """The demo installation, served as long as the block lasts."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        settings = config.load(
            {
                "PORT": str(listening.getsockname()[1]),
                "DATABASE_URL": f"sqlite:///{folder}/database.sqlite",
                "STORAGE_URL": f"file://{folder}/objects",
                "QUEUE_URL": f"sqlite:///{folder}/queue.sqlite",
                "MAIL_URL": f"capture://{folder}/mail",
            }
        )
        runtime = make_runtime(settings)
        migrate.upgrade(runtime.database)
        demo.seed_if_empty(runtime)
        server = create_server(create_app(settings, runtime), sockets=[listening], threads=8)
        threading.Thread(target=server.run, daemon=True).start()
        yield runtime


class Photographer:
    """Opens pages as somebody and keeps what is seen."""

    def __init__(self, browser: Browser, runtime: Runtime) -> None:
        self._browser, self._runtime = browser, runtime

    def page(self, *, phone: bool = False, language: str = "sv") -> Page:
        """A window of its own, with no one signed in."""
        context = self._browser.new_context(
            base_url=self._runtime.settings.base_url,
            viewport=PHONE if phone else DESK,
            device_scale_factor=2 if phone else 1,
            locale="sv-SE" if language == "sv" else "en-GB",
            timezone_id="Europe/Stockholm",
        )
        return context.new_page()

    def staff(self, email: str) -> Page:
        """Somebody of the police or the municipality, signed in with both factors."""
        page = self.page()
        page.goto("/logga-in/tjanst")
        page.fill("input[name=email]", email)
        page.fill("input[name=password]", cast.PASSWORD)
        page.click("main button[type=submit]")
        page.fill("input[name=digits]", pyotp.TOTP(cast.TOTP_SECRET).now())
        page.click("main button[type=submit]")
        page.wait_for_url(re.compile(r"/(?!logga-in)"))
        return page

    def contact(self, email: str) -> Page:
        """A contact person, signed in by the link in the mail."""
        page = self.page()
        page.goto("/logga-in")
        page.fill("input[name=email]", email)
        page.click("main button[type=submit]")
        worker.run_all(self._runtime)
        page.goto(self._mailed_link())
        page.click("main button[type=submit]")
        page.wait_for_url(re.compile(r"/(?!logga-in)"))
        return page

    def _mailed_link(self) -> str:
        """The link of the newest mail that has one: the town's own mails go at the same time."""
        folder = Path(self._runtime.settings.mail_url.removeprefix("capture://"))
        mails = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
        for mail in reversed(mails):
            text = mail.read_bytes().replace(b"=\r\n", b"").replace(b"=\n", b"").decode()
            if found := re.search(r"/logga-in/lank/[\w-]+", text):
                return found.group()
        raise AssertionError("no mail with a link")


def keep(page: Page, name: str, *, whole: bool = False) -> None:
    """Save what the page shows when it has come to rest."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=PICTURES / f"{name}.png", full_page=whole)
    print(PICTURES / f"{name}.png")


def first_link(page: Page, pattern: str) -> str:
    """The address of the first link on the page that fits."""
    addresses = [link.get_attribute("href") or "" for link in page.query_selector_all("main a")]
    return next(address for address in addresses if re.search(pattern, address))


def take_all(photographer: Photographer) -> None:
    """Every picture, by who looks."""
    visitor = photographer.page()
    visitor.goto("/")
    keep(visitor, "start")

    abroad = photographer.page(phone=True, language="en")
    abroad.goto("/")
    keep(abroad, "start-phone-english")

    contact = photographer.contact(CONTACT)
    contact.goto("/")
    keep(contact, "contact-tasks")
    contact.goto("/grupper")
    contact.goto(first_link(contact, r"/grupper/\d+$"))
    keep(contact, "contact-group")

    police = photographer.staff("polis@example.se")
    police.goto("/")
    keep(police, "police-tasks")

    reviewer = photographer.staff("granskare@example.se")
    reviewer.goto("/granskning")
    keep(reviewer, "review-queue")
    reviewer.goto(first_link(reviewer, r"/skyltar/\d+/granska"))
    keep(reviewer, "review-case", whole=True)


def main() -> None:
    """Build the town, take the pictures, leave nothing else behind."""
    logging.getLogger("waitress").setLevel(logging.ERROR)
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise SystemExit("Chromium is needed (Debian: apt install chromium).")
    PICTURES.mkdir(parents=True, exist_ok=True)
    os.environ.pop("GRANNSAMVERKAN_ENV", None)
    with (
        tempfile.TemporaryDirectory() as folder,
        demo_town(Path(folder)) as runtime,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        take_all(Photographer(browser, runtime))
        browser.close()


if __name__ == "__main__":
    main()
