"""How fast Slack may be called: a message a second and channel, and never before it says so."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.domain.ids import TeamId

Clock = Callable[[], datetime]

SECONDS_BETWEEN_MESSAGES = 1.0
"""docs.slack.dev/apis/web-api/rate-limits: one message a second and channel."""


ASK_AGAIN_SECONDS = 60.0
"""How long a message waits whose reader or channel Slack does not tell of."""
REST_SECONDS = 60.0
"""How long what lacks access rests before one call tries whether somebody has mended it."""
EVERY_METHOD = "*"


class Waiting(Exception):  # noqa: N818  (nothing failed: it is not its turn)
    """Slack is not to be called yet; `seconds` say how long."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Pacing:
    """The waits of one process."""

    def __init__(
        self, clock: Clock, *, seconds_between_messages: float = SECONDS_BETWEEN_MESSAGES
    ) -> None:
        self._clock = clock
        self._between = seconds_between_messages
        self._free_at: defaultdict[str, float] = defaultdict(float)
        self._held_until: dict[tuple[TeamId, str], datetime] = {}
        self._next_try: dict[tuple[TeamId, str], datetime] = {}
        self._ended = asyncio.Event()

    async def turn(self, channel: str) -> None:
        """Wait until the next message may be posted there.

        Raises:
            Waiting: the program ends before that.

        """
        now = asyncio.get_running_loop().time()
        turn = max(now, self._free_at[channel])
        self._free_at[channel] = turn + self._between
        if turn > now and await self._ends_within(turn - now):
            raise Waiting(turn - now)

    async def _ends_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                return await self._ended.wait()
        except TimeoutError:
            return False

    def end(self) -> None:
        """Keep nobody waiting any more: the program ends."""
        self._ended.set()

    def hold(self, team: TeamId, method: str, seconds: float) -> None:
        """Let that method of the workspace rest; other methods and workspaces go on."""
        self._held_until[team, method] = self._clock() + timedelta(seconds=seconds)

    def stop(self, team: TeamId, method: str = EVERY_METHOD) -> bool:
        """Let it rest, but for one try a minute, until a call succeeds; whether it went before."""
        went = (team, method) not in self._next_try
        self._next_try.setdefault((team, method), self._in_a_while())
        return went

    def go_on(self, team: TeamId, method: str) -> bool:
        """A call has succeeded: let nothing rest that it shows to be mended; whether it did."""
        found = [self._next_try.pop((team, one), None) for one in (EVERY_METHOD, method)]
        return any(found)

    def check(self, team: TeamId, method: str) -> None:
        """Go on, unless Slack has asked to wait, or access is missing and this is not the try.

        Raises:
            Waiting: with the seconds that are left.

        """
        self._wait_until(self._held_until.get((team, method)))
        for resting in ((team, EVERY_METHOD), (team, method)):
            if next_try := self._next_try.get(resting):
                self._wait_until(next_try)
                self._next_try[resting] = self._in_a_while()

    def _wait_until(self, until: datetime | None) -> None:
        now = self._clock()
        if until and until > now:
            raise Waiting((until - now).total_seconds())

    def _in_a_while(self) -> datetime:
        return self._clock() + timedelta(seconds=REST_SECONDS)
