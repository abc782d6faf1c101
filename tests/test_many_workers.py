"""Two `web` and two `worker` processes on one PostgreSQL database, as many windows end at once."""

from pathlib import Path

from tests.soak.many import rule_many
from tests.soak.stage import stage
from tests.storage.databases import PostgreSQL

WINDOWS = 100
"""`make soak` has 500 of them end at once."""


async def test_every_window_is_ruled_and_told_once_though_a_worker_is_killed_halfway(
    postgresql_server: PostgreSQL, tmp_path: Path
) -> None:
    with postgresql_server.database() as name:
        async with stage(tmp_path, postgresql_server.url_of(name)) as at:
            sums = await rule_many(at, windows=WINDOWS)

    assert (sums.rulings, sums.lost, sums.doubled, sums.wrong) == (WINDOWS, [], [], [])
