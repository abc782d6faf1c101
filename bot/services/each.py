"""The same for many, none held up by another that fails."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


async def each(
    things: Iterable[Thing], do: Callable[[Thing], Awaitable[bool]], doing: str, *, at_once: int = 1
) -> int:
    """For how many it was done, that many at a time.

    Raises:
        ExceptionGroup: with what went wrong, after all the others are done.

    """
    turns = asyncio.Semaphore(at_once)
    failures: list[Exception] = []

    async def do_one(thing: Thing) -> bool:
        async with turns:
            try:
                return await do(thing)
            except Exception as failure:  # noqa: BLE001  (raised below, once the others are done)
                failure.add_note(f"while {doing}: {thing}")
                failures.append(failure)
                return False

    done = sum(await asyncio.gather(*map(do_one, things)))
    if failures:
        raise ExceptionGroup(f"{doing} failed", failures)
    return done
