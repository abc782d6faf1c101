"""Signed requests to a server on this machine, one after the other or many at once."""

import asyncio
import statistics
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import ClientSession, TCPConnector
from slack_sdk.signature import SignatureVerifier

CONNECTIONS = 32
NOT_TAKEN = ('"errors"', '"update"')
"""What stands in the answer to a form that has to be mended or looked at first."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How long the answers took, in milliseconds, and how many came a second."""

    p50: float
    p99: float
    rate: float


@dataclass(frozen=True, slots=True)
class Target:
    """A server, and the secret that its requests are signed with."""

    url: str
    secret: str

    async def measure(self, bodies: Iterable[bytes], *, connections: int) -> Taken:
        """Send them all, so many at once."""
        taken: list[float] = []
        waiting = iter(bodies)
        async with ClientSession(connector=TCPConnector(limit=connections)) as session:
            started = time.perf_counter()
            await asyncio.gather(
                *(self._drain(session, waiting, taken) for _ in range(connections))
            )
            seconds = time.perf_counter() - started
        cuts = statistics.quantiles(taken, n=100, method="inclusive")
        return Taken(cuts[49] * 1000, cuts[98] * 1000, len(taken) / seconds)

    async def _drain(
        self, session: ClientSession, bodies: Iterator[bytes], taken: list[float]
    ) -> None:
        taken += [await self._send(session, body) for body in bodies]

    async def _send(self, session: ClientSession, body: bytes) -> float:
        """The seconds until the answer; a form that is not taken ends the run."""
        headers = {**self._signed(body), "Content-Type": "application/x-www-form-urlencoded"}
        started = time.perf_counter()
        async with session.post(self.url, data=body, headers=headers) as answer:
            told = await answer.text()
        seconds = time.perf_counter() - started
        if answer.status != HTTPStatus.OK or any(sign in told for sign in NOT_TAKEN):
            raise SystemExit(f"{answer.status}: {told[:500]}")
        return seconds

    def _signed(self, body: bytes) -> dict[str, str]:
        stamp = str(int(time.time()))  # noqa: TID251  (a signature is of the real time)
        signature = SignatureVerifier(self.secret).generate_signature(timestamp=stamp, body=body)
        return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": signature or ""}
