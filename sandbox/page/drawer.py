"""What went to and fro between the bot and Slack, and the troubles one can switch on."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sandbox.calls import CallRecord, DeliveryRecord
from sandbox.faults import Faults
from sandbox.page.icons import icon_button
from sandbox.page.markup import Html, act, h, on_change
from sandbox.page.screen import Screen
from sandbox.server import Slack

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and its answer, in either direction."""

    key: str
    is_from_bot: bool
    name: str
    status: str
    ok: bool
    milliseconds: float
    at: datetime
    request: object
    answer: object


def draw_drawer(slack: Slack, screen: Screen) -> Html:
    """The drawer: switches first, then each exchange, the newest first."""
    shown = [
        _draw_exchange(exchange, is_open=exchange.key in screen.unfolded)
        for exchange in islice(newest_first(slack), MOST_SHOWN)
    ]
    close = icon_button("close", "Close what the bot sent", act("drawer"))
    nothing = h("p", "Nothing yet.", class_="empty")
    return h(
        "aside",
        h("header", h("h2", "What the bot sent"), close, class_="head"),
        _draw_switches(slack.faults),
        h("ol", shown, class_="exchanges") if shown else nothing,
        class_="drawer",
        aria_label="What the bot sent",
        data_testid="drawer",
    )


def newest_first(slack: Slack) -> list[Exchange]:
    """Everything between the bot and Slack, the newest first."""
    calls = [_of_call(number, call) for number, call in enumerate(slack.calls)]
    deliveries = [_of_delivery(number, one) for number, one in enumerate(slack.deliveries)]
    return sorted([*calls, *deliveries], key=lambda exchange: exchange.at, reverse=True)


def _of_call(number: int, call: CallRecord) -> Exchange:
    return Exchange(
        key=f"call-{number}",
        is_from_bot=True,
        name=call.method,
        status=_say_call_status(call),
        ok=call.ok,
        milliseconds=call.milliseconds,
        at=call.at,
        request=call.arguments,
        answer=call.answer,
    )


def _say_call_status(call: CallRecord) -> str:
    if call.status is None:
        return "hung up"
    error = (call.answer or {}).get("error")
    return f"{call.status} {error}" if error else str(call.status)


def _of_delivery(number: int, delivery: DeliveryRecord) -> Exchange:
    reply = delivery.reply
    return Exchange(
        key=f"delivery-{number}",
        is_from_bot=False,
        name=_name_delivery(delivery),
        status=reply.problem or str(reply.status or "ok"),
        ok=reply.problem is None,
        milliseconds=reply.milliseconds,
        at=delivery.at,
        request=delivery.payload,
        answer=reply.body,
    )


def _name_delivery(delivery: DeliveryRecord) -> str:
    payload: Mapping[str, object] = delivery.payload
    return str(payload.get("command") or payload.get("type") or delivery.kind)


def _draw_exchange(exchange: Exchange, *, is_open: bool) -> Html:
    way = "Bot to Slack" if exchange.is_from_bot else "Slack to bot"
    line = h(
        "button",
        h(
            "span",
            "↗" if exchange.is_from_bot else "↘",
            class_="way",
            title=way,
            aria_hidden="true",
        ),
        h("span", f"{way}: ", class_="unseen"),
        h("span", exchange.name, class_="method"),
        h("span", exchange.status, class_="status" if exchange.ok else "status is-bad"),
        h("span", f"{exchange.milliseconds:.0f} ms", class_="took"),
        type="button",
        class_="exchange",
        aria_expanded="true" if is_open else "false",
        **act("unfold", key=exchange.key),
    )
    parts = [("Request", exchange.request), ("Answer", exchange.answer)] if is_open else []
    return h("li", line, [_draw_json(*part) for part in parts], data_key=exchange.key)


def _draw_json(title: str, content: object) -> Html:
    text = json.dumps(content, indent=2, ensure_ascii=False, default=str)
    return h("div", h("h3", title), h("pre", text), class_="json")


def _draw_switches(faults: Faults) -> Html:
    return h(
        "div",
        _draw_switch("Slack is down", "down", is_on=faults.is_down),
        _draw_switch("Rate limited", "limited", is_on=faults.get_retry_after("*") is not None),
        _draw_switch("Slow (5 s)", "slow", is_on=faults.seconds_slow > 0),
        class_="switches",
        role="group",
        aria_label="Troubles",
    )


def _draw_switch(text: str, fault: str, *, is_on: bool) -> Html:
    tick = h(
        "input",
        type="checkbox",
        role="switch",
        checked=is_on,
        data_value=str(is_on).lower(),
        **on_change("fault", fault=fault),
    )
    return h("label", tick, h("span", text), class_="switch")
