"""What axe does not see, on every page: focus, targets, text spacing, 400 % zoom, movement, errors.

One walk in Swedish and one look: the style sheets are the same for every language and theme, which
axe looks at in `test_everybody`.
"""

from pathlib import Path

import pytest

from tests.browser.pages import VISITS
from tests.browser.walk import DESK, PARTS, open_page, show

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(400)]
LOOK = (Path(__file__).parent / "access.js").read_text()
AT_400_PERCENT = (320, 256)
"""What 1280 × 1024 px are at 400 % (WCAG 1.4.10)."""


@pytest.mark.parametrize("people", PARTS, ids=lambda people: people[0])
def test_no_page_hides_the_focus_crowds_targets_cuts_words_or_moves(people, everything, inbox):
    inbox.settle()
    windows = {who: everything.window_of(everything.user(who)) for who in people}
    faults = []

    for visit in VISITS:
        if visit.who in people:
            open_page(everything, windows[visit.who], visit)
            faults += [f"{visit.name}: {fault}" for fault in faults_of(windows[visit.who].page)]

    assert not faults, "\n".join(faults)


def faults_of(page):
    """What is wrong on a desk and at 400 per cent."""
    settle(page)
    found = page.evaluate(LOOK, ["arrived", "errors"])
    page.keyboard.press("Tab")  # from now on the browser shows the focus as to somebody with keys
    found += page.evaluate(LOOK, ["motion", "focus", "targets", "spacing"])
    show(page, *AT_400_PERCENT)
    found += [
        f"{fault} (at 400 %)"
        for fault in page.evaluate(LOOK, ["reflow", "focus", "targets", "spacing"])
    ]
    show(page, *DESK)
    return list(dict.fromkeys(found))


def settle(page):
    """Give the page's scripts a while to lead the focus to the summary; the look judges after."""
    for _turn in range(20):
        if page.evaluate(LED):
            return
        page.wait_for_timeout(100)


LED = """() => {
  const summary = document.querySelector(".error-summary");
  return !summary || summary.contains(document.activeElement);
}"""

FAULTY = """
<!doctype html><html lang="sv"><title>Fel</title><body>
<style>
  .bar { position: sticky; top: 0; height: 200px; background: white; }
  a:focus, button:focus { outline: none; box-shadow: none; }
  .cut { height: 1.2em; overflow: hidden; width: 12em; white-space: nowrap; }
  .small { display: inline-block; width: 10px; height: 10px; padding: 0; border: 0; }
  .moving { transition: color 1s; }
  .wide { width: 500px; }
</style>
<main><div class="bar">Ligger kvar</div>
<a href="#a" id="a" style="display: block">Utan ring</a>
<p class="cut">Ord som inte får plats längre</p>
<button class="small"></button><button class="small"></button>
<p class="moving">Rör sig</p><p class="wide">Bred</p>
<div class="error-summary">Fel</div><input aria-invalid="true" aria-label="Namn">
</main></body></html>
"""


def test_the_look_finds_each_kind_of_fault(page):
    page.set_content(FAULTY)

    said = " ".join(faults_of(page))

    for fault in (
        "the focus is not seen",
        "wider text spacing cuts words off",
        "px beside another",
        "something moves",
        "scrolls sideways",
        "takes over half of the window",
        "is not announced",
        "the focus is not on the summary",
        "not tied to its field",
    ):
        assert fault in said, fault
