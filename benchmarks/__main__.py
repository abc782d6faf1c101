"""`make bench`: how fast a case is filed and how punctual the clock is, in one run."""

import asyncio
import tempfile
from pathlib import Path

from benchmarks.filing import measure_filing
from benchmarks.reminding import measure_reminding
from benchmarks.ruling import measure_ruling
from benchmarks.ticks import measure_ticks


async def main() -> None:
    """Print what was measured, each with what it is held against, as soon as it is there."""
    for measure in (measure_filing, measure_ticks, measure_ruling, measure_reminding):
        with tempfile.TemporaryDirectory() as folder:
            for line in await measure(Path(folder)):
                print(line, flush=True)  # noqa: T201  (what it is for)


if __name__ == "__main__":
    asyncio.run(main())
