"""The figures for Prometheus: numbers, no name and no text, so whoever reaches the port may."""

from collections.abc import Callable, Iterator
from datetime import datetime
from math import inf

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

from bot.services.ports import Begin
from bot.services.watching import Standing, read_standing
from handlers.meters import Meters
from handlers.question import Question

Clock = Callable[[], datetime]


class Metrics:
    """What this process has counted, and what the database says when it is asked.

    `clock` is the rules' clock.
    """

    def __init__(self, meters: Meters, begin: Begin, *, clock: Clock, real_clock: Clock) -> None:
        self._meters = meters
        self._standing = Question(lambda: read_standing(now=clock(), begin=begin), clock=real_clock)

    async def page(self, _: Request) -> Response:
        """The answer to a scrape; without its figures where the database does not answer."""
        standing = await self._standing.answer()
        text = generate_latest(self._meters.registry) + generate_latest(_Figures(standing))
        return Response(text, media_type=CONTENT_TYPE_LATEST)


class _Figures(Collector):
    """What the database says, the same in every process."""

    def __init__(self, standing: Standing | BaseException) -> None:
        self._standing = standing

    def collect(self) -> Iterator[Metric]:
        is_up = isinstance(self._standing, Standing)
        yield _gauge("roadmap_database_up", "1 while the database answers.", is_up)
        if isinstance(self._standing, Standing):
            yield from _of_clock(self._standing)
            yield from _of_outbox(self._standing)


def _of_clock(standing: Standing) -> Iterator[Metric]:
    ago = standing.swept_ago
    yield _gauge(
        "roadmap_sweep_age_seconds",
        "Since everything due was last ruled, in any process; +Inf before the first time.",
        inf if ago is None else ago.total_seconds(),
    )
    yield _gauge(
        "roadmap_windows_open",
        "Disputes without a ruling.",
        standing.backlog.open_windows,
    )
    yield _gauge(
        "roadmap_windows_overdue",
        "Those of them whose window is over; 0 but for seconds.",
        standing.backlog.overdue_windows,
    )


def _of_outbox(standing: Standing) -> Iterator[Metric]:
    backlog = standing.backlog
    messages = GaugeMetricFamily(
        "roadmap_outbox_messages",
        "Messages not delivered yet. In doubt: one that may have arrived. "
        "Parked: one that Slack will not take by itself.",
        labels=["state"],
    )
    messages.add_metric(["waiting"], backlog.waiting - backlog.in_doubt)
    messages.add_metric(["in doubt"], backlog.in_doubt)
    messages.add_metric(["parked"], backlog.parked)
    yield messages
    yield _gauge(
        "roadmap_outbox_oldest_seconds",
        "How long the oldest message on its way has waited; 0 where none does.",
        backlog.oldest_waits.total_seconds(),
    )


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=value)
