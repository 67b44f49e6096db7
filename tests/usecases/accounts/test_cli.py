"""The command line makes the first administrator of an installation."""

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from grannsamverkan.accounts.cli import accounts
from grannsamverkan.accounts.models import Invitation

EMAIL = "ada@alby.example"


@pytest.fixture
def run(runtime):
    def run(*words):
        return CliRunner().invoke(accounts, words, obj=runtime)

    return run


def test_the_link_for_the_first_administrator_is_printed(run, places, runtime, sent_mail):
    result = run("create-admin", EMAIL, "Ada Min", "--municipality", "alby")

    assert result.exit_code == 0
    assert result.output.startswith("http://localhost/inbjudan/")
    assert sent_mail()[0]["To"] == EMAIL
    with runtime.reading() as work:
        row = work.session.scalars(select(Invitation)).one()
    assert (row.role, row.municipality_id) == ("admin", places.here)


def test_an_account_that_is_there_becomes_an_administrator(run, admin):
    result = run("create-admin", "admin@alby.example", "Ada", "--municipality", "alby")

    assert result.exit_code == 0
    assert "there already" in result.output


def test_an_unknown_municipality_is_told(run, places):
    result = run("create-admin", EMAIL, "Ada", "--municipality", "okand")

    assert result.exit_code == 1
    assert "okand" in result.output
