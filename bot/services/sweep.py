"""What the clock does at one instant: it rules, and then it tells."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.services.digest import send_digests
from bot.services.months import send_months
from bot.services.ports import Begin, Directory
from bot.services.reminders import send_reminders
from bot.services.silence import note_sweep
from bot.services.windows import close_due_windows, tell_deciders


async def rule(*, now: datetime, begin: Begin) -> int:
    """How many windows were closed and deciders told; it asks nobody but the database.

    Raises:
        ExceptionGroup: with what went wrong, after all the rest is done.

    """
    done = await _all(
        lambda: close_due_windows(now=now, begin=begin), lambda: tell_deciders(now=now, begin=begin)
    )
    await note_sweep(now=now, begin=begin)
    return done


async def tell(*, now: datetime, begin: Begin, directory: Directory) -> int:
    """How many were looked at for a reminder, a digest or a month, once all that is due is ruled.

    Raises:
        ExceptionGroup: with what went wrong, after all the rest is done.

    """
    return await _all(
        lambda: rule(now=now, begin=begin),
        lambda: send_reminders(now=now, begin=begin, directory=directory),
        lambda: send_digests(now=now, begin=begin, directory=directory),
        lambda: send_months(now=now, begin=begin, directory=directory),
    )


async def next_due(*, begin: Begin) -> datetime | None:
    """The next instant at which there may be something to rule or to tell; past ones included."""
    async with begin(reading=True) as tx:
        instants = (
            await tx.disputes.next_at(),
            await tx.reminders.next_at(),
            await tx.digests.next_at(),
            await tx.months.next_at(),
        )
    return min(filter(None, instants), default=None)


async def _all(*sweeps: Callable[[], Awaitable[int]]) -> int:
    done, failures = 0, list[Exception]()
    for sweep in sweeps:
        try:
            done += await sweep()
        except Exception as failure:  # noqa: BLE001  (raised below, once the others are done)
            failures.append(failure)
    if failures:
        raise ExceptionGroup("a sweep failed", failures)
    return done
