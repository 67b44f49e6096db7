"""An administrator changes a limit, and an officer comes in from the own organisation."""

from dataclasses import replace

import pytest

from grannsamverkan.accounts import usecases as accounts
from grannsamverkan.core.actor import Role
from grannsamverkan.core.settings import Provider
from tests.browser.persons import digits_now
from tests.browser.town import PASSWORD, TOTP_SECRET
from tests.support.provider import ProviderProcess

pytestmark = [pytest.mark.sqlite_only, pytest.mark.timeout(240)]
ADMIN = "admin@alby.example"


@pytest.fixture(scope="module")
def provider():
    running = ProviderProcess()
    yield running
    running.stop()


@pytest.fixture
def settings(settings, provider):
    here = Provider(
        id="polisen",
        label="Polisen",
        issuer=provider.issuer,
        client_id="grannsamverkan",
        client_secret="hemlig",
        domains=("alby.example",),
        acr_values=(),
    )
    return replace(settings, providers=(here,))


@pytest.fixture
def administrator(town, given):
    with given() as work:
        return accounts.create_staff(
            work,
            email=ADMIN,
            name="Alva Admin",
            password=PASSWORD,
            totp_secret=TOTP_SECRET,
            roles=[Role("admin", town.id)],
        )


@pytest.mark.parametrize(("phone", "javascript"), [(True, True), (False, False)])
def test_a_limit_is_looked_at_changed_and_told(administrator, somebody, clock, phone, javascript):
    alva = somebody(phone=phone, javascript=javascript)
    alva.signs_in_as_staff(ADMIN, PASSWORD, digits_now(TOTP_SECRET, clock))
    alva.opens("/installningar/varde/group.participation_approve_pct")
    name = alva.page.get_by_role("heading", level=1).inner_text()

    alva.page.locator("[name=value]").fill("60")
    alva.presses("Se vad som påverkas")
    alva.reads("Ingenting är sparat än.")
    alva.reads("Från %(old)s till %(new)s.", old="50 %", new="60 %")
    alva.presses("Spara")
    alva.sees_page("Inställningar")

    alva.opens("/installningar/historik")
    assert name.split()[0] in alva.page.get_by_role("main").inner_text()
    alva.reads("Alva Admin")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_officer_comes_in_by_the_own_organisation(town, provider, somebody, language):
    provider.knows("petra", email="police@alby.example", email_verified=True)
    petra = somebody(language, phone=language == "sv")

    petra.opens("/logga-in/tjanst")
    petra.follows("Logga in med %(name)s", name="Polisen")
    petra.page.locator("input[name=sub]").fill("petra")
    petra.page.locator("button").first.click()

    petra.page.wait_for_url("**/")
    assert petra.page.get_by_text("Petra Lind").count()
