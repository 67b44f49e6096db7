"""Signs that hang already, in a town with officers who can sign in, and browsers for them."""

from tests.browser.persons import Person
from tests.browser.town import session_cookie
from tests.usecases.signs.case import SignScene


class HangingSigns(SignScene):
    """The scene of signs, whose people have browsers in which they are signed in."""

    def __init__(self, runtime, given, app, somebody, base_url):
        super().__init__(runtime, given)
        self.app, self.somebody, self.base_url = app, somebody, base_url

    def window_of(self, user, **how) -> Person:
        """A window in which the user is signed in."""
        person = self.somebody(**how)
        value = session_cookie(self.app, self.given, user)
        person.page.context.add_cookies(
            [{"name": "session", "value": value, "url": self.base_url}]
        )
        return person

    def letter_path(self, sign_id: int) -> str:
        """The private page of the sign's letter."""
        return "/B/" + self.runtime.vault.open(self.sign(sign_id).letter_sealed)
