"""The commands `grannsamverkan places …`."""

from pathlib import Path

import click

from grannsamverkan.core.errors import DomainError
from grannsamverkan.core.i18n import _
from grannsamverkan.core.work import Runtime
from grannsamverkan.places import queries, usecases
from grannsamverkan.places.usecases import Imported


@click.group()
def places() -> None:
    """The ground: roads, houses, addresses and posts."""


@places.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--municipality", "slug", help="Which municipality, by its short name in addresses.")
@click.pass_obj
def import_command(runtime: Runtime, file: Path, slug: str | None) -> None:
    """Read FILE: OpenStreetMap (.osm, .osm.gz) or a list of lamp posts (.csv).

    What the same file brought before is replaced; if anything is wrong nothing is changed.
    """
    try:
        with runtime.work() as work:
            municipality = queries.chosen_municipality(work, slug)
            imported = usecases.import_file(work, municipality, file)
    except DomainError as error:
        raise click.ClickException(str(error) or _("Kommunen finns inte.")) from error
    for line in report(imported):
        click.echo(line)


def report(imported: Imported) -> list[str]:
    """The import in words, one line each."""
    things = ", ".join(f"{kind} {count}" for kind, count in sorted(imported.features.items()))
    lines = [
        _("Källa: %(name)s", name=imported.source.name),
        _("På kartan: %(things)s", things=things or "0"),
        _("Adresser: %(count)s", count=imported.addresses),
        _("Stolpar: %(count)s", count=imported.posts),
    ]
    if imported.posts_gone:
        lines.append(_("Stolpar som inte finns kvar: %(count)s", count=imported.posts_gone))
    if imported.skipped:
        passed = ", ".join(f"{why} {count}" for why, count in sorted(imported.skipped.items()))
        lines.append(_("Överhoppat: %(things)s", things=passed))
    return lines
