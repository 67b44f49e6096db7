"""What every page of the product must fulfil, whatever it shows. Pure: HTML in, faults out."""

import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib

# The parser is older than today's standard; these it cannot know better.
TOLERATED_PARSE_ERRORS: frozenset[str] = frozenset()
UNLABELLED_TYPES = {"hidden", "submit", "button", "reset", "image"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\{|\}\}")
EMERGENCY_NUMBERS = ("112", "114 14")
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls")


class Page:
    """A parsed HTML document with what tests ask of it."""

    def __init__(self, html: str) -> None:
        parser = html5lib.HTMLParser(namespaceHTMLElements=False)
        self.root: Element = parser.parse(html)
        self.parse_errors = [
            f"{code} {data or ''} at line {position[0]}".replace("{}", "").strip()
            for position, code, data in parser.errors
            if code not in TOLERATED_PARSE_ERRORS
        ]
        self.parents = {child: parent for parent in self.root.iter() for child in parent}

    def all(self, *tags: str) -> list[Element]:
        """Every element with one of the tags, in document order."""
        return [element for element in self.root.iter() if element.tag in tags]

    def text(self, element: Element | None = None) -> str:
        """The visible words of an element (or the page), white space made single."""
        return " ".join("".join(_words(self.root if element is None else element)).split())

    def heading(self) -> str:
        """The words of the first h1."""
        headings = self.all("h1")
        return self.text(headings[0]) if headings else ""

    def ids(self) -> list[str]:
        """Every id, repeated ones too."""
        return [element.attrib["id"] for element in self.root.iter() if "id" in element.attrib]

    def is_hidden(self, element: Element) -> bool:
        """True if the element or an ancestor is hidden until a script shows it."""
        at: Element | None = element
        while at is not None:
            if "hidden" in at.attrib:
                return True
            at = self.parents.get(at)
        return False

    def is_inside(self, element: Element, tag: str) -> bool:
        """True if an ancestor of the element has the tag."""
        while (parent := self.parents.get(element)) is not None:
            if parent.tag == tag:
                return True
            element = parent
        return False


def faults(html: str) -> list[str]:
    """Every way in which the page breaks the rules of the house; empty for a good page."""
    page = Page(html)
    checks = (
        _document,
        _headings,
        _labels,
        _references,
        _inline,
        _forms,
        _pictures,
        _names,
        _hosts,
        _words_left,
    )
    return page.parse_errors + [fault for check in checks for fault in check(page)]


def _words(element: Element) -> Iterator[str]:
    if element.tag in ("script", "style", "template") or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""


def _document(page: Page) -> Iterator[str]:
    if page.root.attrib.get("lang") not in ("sv", "en"):
        yield f"html lang is {page.root.attrib.get('lang')!r}, not sv or en"
    if len(page.all("main")) != 1:
        yield f"{len(page.all('main'))} main elements"
    text = page.text().replace("\xa0", " ")
    for number in EMERGENCY_NUMBERS:
        if number not in text:
            yield f"the page does not say {number}"


def _headings(page: Page) -> Iterator[str]:
    if len(page.all("h1")) != 1:
        yield f"{len(page.all('h1'))} h1 elements"
    titles = page.all("title")
    title = " ".join((titles[0].text or "").split()) if titles else ""
    if not page.heading() or not title.startswith(page.heading()):
        yield f"title {title!r} does not start with h1 {page.heading()!r}"


def _labels(page: Page) -> Iterator[str]:
    labelled = {label.attrib.get("for") for label in page.all("label")} - {None}
    for control in page.all("input", "select", "textarea"):
        kind = control.attrib.get("type", "text") if control.tag == "input" else control.tag
        if kind in UNLABELLED_TYPES:
            continue
        named = {"aria-label", "aria-labelledby"} & control.attrib.keys()
        inside = page.is_inside(control, "label")
        if not (named or inside or control.attrib.get("id") in labelled):
            yield f"{control.tag} {control.attrib.get('name')!r} has no label"


def _references(page: Page) -> Iterator[str]:
    count = Counter(page.ids())
    yield from (f"id {name!r} stands {n} times" for name, n in count.items() if n > 1)
    for element in page.root.iter():
        wanted = (
            [element.attrib["for"]] if element.tag == "label" and "for" in element.attrib else []
        )
        for attribute in REFERENCES:
            wanted += element.attrib.get(attribute, "").split()
        yield from (f"{element.tag} points to missing id {w!r}" for w in wanted if w not in count)


def _inline(page: Page) -> Iterator[str]:
    for element in page.root.iter():
        if not isinstance(element.tag, str):
            continue
        is_data = element.attrib.get("type", "").endswith("json")
        if element.tag == "script" and "src" not in element.attrib and not is_data:
            yield "inline script"
        if element.tag == "style" or "style" in element.attrib:
            yield f"inline style in {element.tag}"
        handlers = [name for name in element.attrib if name.startswith(("on", "hx-on"))]
        yield from (f"inline handler {name} in {element.tag}" for name in handlers)
        if element.attrib.get("href", "").strip().lower().startswith("javascript:"):
            yield "a javascript: address"


def _forms(page: Page) -> Iterator[str]:
    for form in page.all("form"):
        action = form.attrib.get("action")
        if action == "" or (action and not action.startswith("/")):
            yield f"form action {action!r}"
        writes = form.attrib.get("method", "get").lower() == "post"
        names = {control.attrib.get("name") for control in form.iter("input")}
        if writes and "csrf_token" not in names:
            yield f"form {action!r} carries no CSRF token"
        if not writes and "csrf_token" in names:
            yield f"form {action!r} would put its CSRF token into the address"


def _pictures(page: Page) -> Iterator[str]:
    yield from (
        f"img {image.attrib.get('src')!r} has no alt"
        for image in page.all("img")
        if "alt" not in image.attrib
    )


def _names(page: Page) -> Iterator[str]:
    for element in page.all("a", "button"):
        pictures = [image.attrib.get("alt", "") for image in element.iter("img")]
        titles = [title.text or "" for title in element.iter("{http://www.w3.org/2000/svg}title")]
        given = element.attrib.get("aria-label") or element.attrib.get("aria-labelledby") or ""
        if not (page.text(element) or given or "".join(pictures + titles).strip()):
            yield f"{element.tag} {element.attrib.get('href', '')} says nothing"


def _hosts(page: Page) -> Iterator[str]:
    for element in page.all("script", "link", "img", "iframe", "source", "form"):
        for attribute in ("src", "href", "action"):
            if urlsplit(element.attrib.get(attribute, "")).netloc:
                yield f"{element.tag} loads from another host: {element.attrib[attribute]}"


def _words_left(page: Page) -> Iterator[str]:
    left = PLACEHOLDER.search(page.text())
    if left:
        yield f"a placeholder was not filled in: {left.group()}"
