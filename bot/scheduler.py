"""What happens by itself, and how often: APScheduler wakes, our tables say what is due."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Job = Callable[[], Awaitable[object]]
EVERY_SECONDS = 5


def make_scheduler(jobs: Mapping[str, Job], *, now: datetime) -> AsyncIOScheduler:
    """Every job at `now` and then every five seconds; a late or missed tick is made up by one.

    A tick that is due while one is under way waits behind it, for its turn is a lock's.
    """
    scheduler = AsyncIOScheduler(timezone="UTC")
    for name, job in jobs.items():
        scheduler.add_job(
            job,
            "interval",
            id=name,
            seconds=EVERY_SECONDS,
            next_run_time=now,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=2,
        )
    return scheduler


def wake(scheduler: AsyncIOScheduler, *, now: datetime) -> None:
    """Run every job at `now`; APScheduler would first compute each run that was missed."""
    for job in scheduler.get_jobs():
        job.modify(next_run_time=now)
