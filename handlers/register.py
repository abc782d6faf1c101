"""All that Slack can ask of us, on one screen."""

from slack_bolt.async_app import AsyncApp

from handlers import (
    accepting,
    builder,
    commands,
    details,
    home,
    lists,
    more,
    reminder,
    shortcuts,
    try_again,
)
from handlers.context import Supply
from handlers.errors import answer_error
from handlers.modals import (
    answered,
    area,
    confirm,
    decide,
    dropped,
    handoff,
    lift_gate,
    longer,
    look_again,
    name_deputy,
    not_me,
    not_yet,
    open_dispute,
    option,
    raise_gate,
    replace_lead,
    retire,
    set_aside,
    settings,
    sign_off,
    state_case,
    withdraw,
    yield_side,
)

SURFACES = (
    state_case,
    commands,
    shortcuts,
    reminder,
    home,
    lists,
    details,
    more,
    try_again,
    open_dispute,
    option,
    confirm,
    yield_side,
    decide,
    withdraw,
    name_deputy,
    not_me,
    replace_lead,
    builder,
    longer,
    raise_gate,
    lift_gate,
    sign_off,
    answered,
    not_yet,
    dropped,
    set_aside,
    retire,
    look_again,
    area,
    handoff,
    accepting,
    settings,
)
"""Bolt asks them in this order whether a request is theirs, so what is waited for most is first."""


def register(app: AsyncApp, supply: Supply) -> None:
    """Every listener, with what it can ask for by name, and the one answer to all errors."""
    app.middleware(supply)
    for surface in SURFACES:
        surface.register(app)
    app.error(answer_error)
