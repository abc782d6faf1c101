from alembic.config import Config
from alembic.script import ScriptDirectory

from storage.schema import known_revisions


def test_the_names_of_the_migrations_tell_their_revisions_the_latest_first() -> None:
    config = Config()
    config.set_main_option("script_location", "storage:migrations")
    told = ScriptDirectory.from_config(config).walk_revisions()

    assert known_revisions() == tuple(script.revision for script in told)
