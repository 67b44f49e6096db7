"""Equal ways to one end: an area drawn or written, a post chosen on the map or in the list."""

from playwright.sync_api import expect

from tests.browser.persons import Person
from tests.browser.town import Town

# Offsets from the middle of the map, in CSS pixels: a square that fits on a phone.
CORNERS = ((-100, -100), (100, -100), (100, 100), (-100, 100))


def finds_the_block(town: Town):
    """The address search beside the map brings one to the right place."""

    def find(person: Person) -> None:
        search = person.field("Visa en adress på kartan")
        search.fill(town.block.address)
        person.press(person.page.get_by_role("button", name=town.block.address, exact=True))
        person.reads(town.block.address)

    return find


def by_pressing(town: Town):
    """Four presses on the map, by finger or mouse."""

    def draw(person: Person) -> None:
        finds_the_block(town)(person)
        ground = person.page.get_by_role("application")
        ground.scroll_into_view_if_needed()
        frame = ground.bounding_box()
        middle = (frame["x"] + frame["width"] / 2, frame["y"] + frame["height"] / 2)
        touch = person.page.touchscreen.tap if person.phone else person.page.mouse.click
        for number, (right, down) in enumerate(CORNERS, start=1):
            touch(middle[0] + right, middle[1] + down)
            person.page.get_by_role(
                "button", name=person.word("Hörn {number}").format(number=number), exact=True
            ).wait_for()
        person.presses("Klar")
        person.reads("Området är klart.")

    return draw


def puts_corners(person: Person) -> None:
    """With the focus on the map: a square, corner by corner, at the cross in its middle."""
    for key in ("ArrowUp", "ArrowRight", "ArrowDown", "ArrowLeft"):
        for _step in range(2):
            person.keys(key)
            expect(person.page.locator(".leaflet-pan-anim")).to_have_count(0)
        person.keys("Enter")


def by_coordinates(town: Town):
    """The equal way without the map: the corners as text."""

    def draw(person: Person) -> None:
        field = person.field("Området som koordinater")
        if not field.is_visible():
            summary = person.page.get_by_text(
                person.word("Utan karta: skriv eller klistra in hörnen")
            )
            person.press(summary)
        field.fill(town.block.text)

    return draw


def on_the_map(town: Town):
    """Press the post on the map."""

    def choose(person: Person) -> None:
        name = person.word("Stolpe {number}").format(number=town.block.post_number)
        person.press(person.page.get_by_role("application").get_by_role("button", name=name))
        expect(person.page.get_by_role("radio", name=name)).to_be_checked()

    return choose


def in_the_list(town: Town):
    """Choose the post in the list."""

    def choose(person: Person) -> None:
        name = person.word("Stolpe %(number)s", number=town.block.post_number)
        person.mark(person.page.get_by_role("radio", name=name))

    return choose
