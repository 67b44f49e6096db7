"""The commands `grannsamverkan signs …`."""

import click

from grannsamverkan.core import mailbox
from grannsamverkan.core.work import Runtime
from grannsamverkan.signs.jobs import mailin


@click.group()
def signs() -> None:
    """Signs and what is sent about them."""


@signs.command("read-mail")
@click.pass_obj
def read_mail(runtime: Runtime) -> None:
    """Read every mailbox of MAILBOX_URL now; the worker sorts what came."""
    addresses = mailbox.parse_urls(runtime.settings.mailbox_url)
    if not addresses:
        raise click.ClickException("MAILBOX_URL names no mailbox.")
    readings = {address.name: mailin.read_mailbox(runtime, address) for address in addresses}
    for name, new in readings.items():
        click.echo(f"{name}: {'could not be read' if new is None else f'{new} new'}")
    if None in readings.values():
        raise click.ClickException("The page of what waits tells why.")
