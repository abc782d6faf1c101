"""`make bench`: every figure that there is a goal for, in one run on one machine."""

import asyncio
import tempfile
from pathlib import Path

from benchmarks.delivering import measure_delivering
from benchmarks.ending import measure_ending
from benchmarks.filing import measure_filing
from benchmarks.memory import measure_memory
from benchmarks.reminding import measure_reminding
from benchmarks.ruling import measure_ruling
from benchmarks.starting import measure_starting
from benchmarks.ticks import measure_ticks

ALL = (
    measure_starting,
    measure_filing,
    measure_ending,
    measure_delivering,
    measure_ruling,
    measure_reminding,
    measure_ticks,
    measure_memory,
)


async def main() -> None:
    """Print what was measured, each with what it is held against, as soon as it is there."""
    for measure in ALL:
        with tempfile.TemporaryDirectory() as folder:
            async for line in measure(Path(folder)):
                print(line, flush=True)  # noqa: T201  (what it is for)


if __name__ == "__main__":
    asyncio.run(main())
