"""Writes a migration from what has changed in the tables: python scripts/migration.py NAME."""

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from grannsamverkan.core import migrate
from grannsamverkan.core.db import Database


def main(name: str) -> None:
    """Compare a fresh, fully migrated database with the models, and write the difference."""
    before = set(migrate.FOLDER.glob("versions/*.py"))
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{Path(folder) / 'fresh.sqlite'}")
        migrate.upgrade(database)
        with database.engine.connect() as connection:
            config = migrate.config_for(connection)
            config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
            command.revision(config, message=name, autogenerate=True)
        database.engine.dispose()
    for file in set(migrate.FOLDER.glob("versions/*.py")) - before:
        lines = file.read_text().splitlines(keepends=True)
        file.write_text("".join(line for line in lines if "# ###" not in line))
        for step in (["check", "--fix", "--exit-zero", "--silent"], ["format", "--quiet"]):
            subprocess.run([sys.executable, "-m", "ruff", *step, file], check=True)


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
