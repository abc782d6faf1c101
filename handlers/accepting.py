"""The buttons [Accept the limits] and [Accept the handoff] of an area."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.area import Area
from bot.domain.errors import Refusal
from bot.domain.ids import AreaId
from bot.domain.minimum_model import MinimumModel
from bot.services import areas
from handlers.area_clicks import clicked_proposal, fingerprint, instant_read
from handlers.area_words import name_of
from handlers.areas import full_member, window
from handlers.context import Request, clicked_value, present
from handlers.ids import Click
from handlers.text import Json


async def on_limits(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The limits that stood above the button hold; who accepted them sees the area."""
    read, area = clicked_proposal(asked.team, clicked_value(body))
    known = await areas.find(area, begin=asked.begin)
    await areas.accept_limits(
        area, _as_read(known, read), by=await asked.person(), now=asked.now, begin=asked.begin
    )
    await _show(f"The limits of {name_of(known)} hold from now on.", area, body, client, asked)
    await ack()


def _as_read(area: Area, read: str) -> MinimumModel:
    """The limits that stood above the button: those that are proposed, or hold by now.

    Raises:
        Refusal: they are neither.

    """
    known: list[MinimumModel] = [area.terms.minimum]
    if area.limits_proposed:
        known.append(area.limits_proposed.minimum)
    for minimum in known:
        if fingerprint(minimum) == read:
            return minimum
    raise Refusal(f"These limits for {name_of(area)} are not proposed any more. Look at it again.")


async def on_handoff(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """It is handed off by the checklist that stood above the button; product decides from now."""
    read, area = clicked_proposal(asked.team, clicked_value(body))
    after = await areas.accept_handoff(
        area,
        instant_read(read, area),
        by=await asked.person(),
        now=asked.now,
        begin=asked.begin,
    )
    said = f"{name_of(after)} is handed off: from now on product decides."
    await _show(said, area, body, client, asked)
    await ack()


async def _show(
    said: str, area: AreaId, body: Json, client: AsyncWebClient, asked: Request
) -> None:
    changes = await areas.read_changes(area, begin=asked.begin)
    await present(client, body, window(changes, await full_member(asked), (said,)))


def register(app: AsyncApp) -> None:
    """Both buttons."""
    app.action(Click.ACCEPT_LIMITS.value)(on_limits)
    app.action(Click.ACCEPT_HANDOFF.value)(on_handoff)
