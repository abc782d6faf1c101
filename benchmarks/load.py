"""Signed requests to a server on this machine, one after the other or many at once."""

import asyncio
import statistics
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from aiohttp import ClientSession, TCPConnector
from slack_sdk.signature import SignatureVerifier

CONNECTIONS = 32


@dataclass(frozen=True, slots=True)
class Measured:
    """Milliseconds for one at a time, and how many a second at 32 connections."""

    name: str
    p50: float
    p99: float
    rate: float


@dataclass(frozen=True, slots=True)
class Target:
    """A server, and the secret that its requests are signed with."""

    url: str
    secret: str

    async def measure(self, name: str, alone: list[bytes], together: list[bytes]) -> Measured:
        """Send `alone` one after the other, then `together` over 32 connections."""
        async with ClientSession(connector=TCPConnector(limit=CONNECTIONS)) as session:
            taken = [await self._send(session, body) for body in alone]
            started = time.perf_counter()
            waiting = iter(together)
            await asyncio.gather(*(self._drain(session, waiting) for _ in range(CONNECTIONS)))
            rate = len(together) / (time.perf_counter() - started)
        cuts = statistics.quantiles(taken, n=100, method="inclusive")
        return Measured(name, cuts[49] * 1000, cuts[98] * 1000, rate)

    async def _drain(self, session: ClientSession, bodies: Iterator[bytes]) -> None:
        for body in bodies:
            await self._send(session, body)

    async def _send(self, session: ClientSession, body: bytes) -> float:
        """The seconds until the answer; a form that is not taken ends the run."""
        headers = {**self._signed(body), "Content-Type": "application/x-www-form-urlencoded"}
        started = time.perf_counter()
        async with session.post(self.url, data=body, headers=headers) as answer:
            told = await answer.text()
        seconds = time.perf_counter() - started
        if answer.status != 200 or "errors" in told:  # noqa: PLR2004  (OK)
            raise SystemExit(f"{answer.status}: {told[:500]}")
        return seconds

    def _signed(self, body: bytes) -> dict[str, str]:
        stamp = str(int(time.time()))  # noqa: TID251  (a signature is of the real time)
        signature = SignatureVerifier(self.secret).generate_signature(timestamp=stamp, body=body)
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature or ""}


def report(rows: Iterable[Measured]) -> Iterator[str]:
    """A line each, and beside it how it compares with the first two."""
    default, answering_last, filing = rows
    yield f"{'':34}{'p50 ms':>9}{'p99 ms':>9}{'a second':>10}"
    for row in (default, answering_last, filing):
        yield f"{row.name:34}{row.p50:9.1f}{row.p99:9.1f}{row.rate:10.0f}"
    yield f"filing's p50 is {filing.p50 / default.p50:.2f} of the default empty listener's"
    yield f"filing's rate is {filing.rate / answering_last.rate:.2f} of the empty one's"
