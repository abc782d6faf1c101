"""What comes in over HTTP: Slack's requests, and questions of whoever runs us."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from handlers.metrics import Metrics
from handlers.readiness import Readiness
from handlers.size_limit import SizeLimit

Lifespan = Callable[[Starlette], AbstractAsyncContextManager[None]]


def make_web(bolt: AsyncApp, *pages: Route, lifespan: Lifespan | None = None) -> Starlette:
    """The ASGI app: `/slack/events` for everything that Slack sends, `/healthz` for the host."""
    handler = AsyncSlackRequestHandler(bolt)

    async def events(request: Request) -> Response:
        if not (_has_a_time(request) and _is_text(await request.body())):
            return PlainTextResponse("not signed by Slack", status_code=401)
        return await handler.handle(request)

    return Starlette(
        routes=[
            Route("/slack/events", events, methods=["POST"]),
            Route("/healthz", _healthz, methods=["GET"]),
            *pages,
        ],
        middleware=[Middleware(SizeLimit)],
        lifespan=lifespan,
    )


def watching_pages(readiness: Readiness, metrics: Metrics) -> tuple[Route, ...]:
    """`/readyz` for a load balancer, `/metrics` for Prometheus."""
    return (
        Route("/readyz", readiness.page, methods=["GET"]),
        Route("/metrics", metrics.page, methods=["GET"]),
    )


def _has_a_time(request: Request) -> bool:
    """Whether there is a numeric timestamp; Bolt answers any other with a 500."""
    stamp = request.headers.get("x-slack-request-timestamp", "")
    return stamp.isascii() and stamp.isdecimal()


def _is_text(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


async def _healthz(_: Request) -> Response:
    return PlainTextResponse("ok")
