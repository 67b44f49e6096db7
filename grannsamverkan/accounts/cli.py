"""The command line's part of the accounts room."""

import click

from grannsamverkan.accounts import usecases
from grannsamverkan.core.actor import Role
from grannsamverkan.core.errors import DomainError
from grannsamverkan.core.work import Runtime
from grannsamverkan.places import queries as places


@click.group("accounts")
def accounts() -> None:
    """People who work with the service."""


@accounts.command("create-admin")
@click.argument("email")
@click.argument("name")
@click.option("--municipality", required=True, help="The municipality's short name in addresses.")
@click.pass_obj
def create_admin(runtime: Runtime, email: str, name: str, municipality: str) -> None:
    """Invite an administrator; prints the link, for an installation without working mail."""
    try:
        with runtime.work() as work:
            place = places.municipality_by_slug(work, municipality)
            path = usecases.invite_staff(work, email=email, name=name, role=Role("admin", place.id))
    except DomainError as error:
        raise click.ClickException(str(error) or f"no municipality {municipality!r}") from error
    if path is None:
        click.echo("The account is there already; it is an administrator now.")
    else:
        click.echo(runtime.settings.base_url + path)
