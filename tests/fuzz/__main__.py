"""`make fuzz`: FUZZ_PAYLOADS of them, from FUZZ_SEED on; the last line says what was found."""

import os
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from multiprocessing import get_context
from random import randrange

import typer

from tests.fuzz.running import Report, run_alone

A_WORLD = 5000
"""So many go to one bot; then another begins afresh, with the next seed."""
SHOWN = 5


def main() -> None:
    """Send them, in as many processes as there are cores, and end with 1 if anything is wrong."""
    payloads = int(os.environ.get("FUZZ_PAYLOADS") or 100_000)
    seed = int(os.environ.get("FUZZ_SEED") or randrange(10**6))  # noqa: S311  (no secret)
    typer.echo(f"fuzz: FUZZ_PAYLOADS={payloads} FUZZ_SEED={seed}")
    shares = [min(A_WORLD, payloads - sent) for sent in range(0, payloads, A_WORLD)]
    report = Report(seed)
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        for part in pool.map(run_alone, count(seed), shares):
            report.add(part)
            for found in part.found[:SHOWN]:
                typer.echo(f"FUZZ_PAYLOADS={part.payloads} FUZZ_SEED={part.seed}: {found}")
    typer.echo(str(report))
    sys.exit(1 if report.found else 0)


if __name__ == "__main__":
    main()
