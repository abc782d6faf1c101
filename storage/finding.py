"""How disputes are found: by their people, by when something is due, by when it happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, text

from storage.tables import DISPUTES, WORKSPACES

_DISPUTE = DISPUTES.c

OPEN_ONES = (
    select(DISPUTES)
    .where(_DISPUTE.team_id == bindparam("team_id"), _DISPUTE.ruled_at.is_(None))
    .order_by(_DISPUTE.closes_at, _DISPUTE.number)
)
OPEN_ONES_OF = OPEN_ONES.where(
    or_(
        *(
            speaker.in_(bindparam("people", expanding=True))
            for speaker in (
                _DISPUTE.product_lead,
                _DISPUTE.product_deputy,
                _DISPUTE.research_lead,
                _DISPUTE.research_deputy,
            )
        )
    )
)
RULED = (
    select(DISPUTES)
    .where(_DISPUTE.team_id == bindparam("team_id"), _DISPUTE.ruled_at.is_not(None))
    .order_by(_DISPUTE.ruled_at.desc(), _DISPUTE.number.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("skip"))
)
DUE = (
    select(_DISPUTE.team_id, _DISPUTE.number)
    .where(_DISPUTE.ruled_at.is_(None), _DISPUTE.closes_at <= bindparam("now"))
    .order_by(_DISPUTE.closes_at, _DISPUTE.team_id, _DISPUTE.number)
)
# In the words of the index, which is used only where its condition can be seen.
IS_UNTOLD = text("NOT decider_told")
_MAY_BE_TOLD = (_DISPUTE.decidable_at.is_not(None), IS_UNTOLD)
TO_TELL_DECIDERS = (
    select(_DISPUTE.team_id, _DISPUTE.number)
    .where(
        *_MAY_BE_TOLD,
        _DISPUTE.decidable_at <= bindparam("now"),
        _DISPUTE.closes_at > bindparam("now"),
    )
    .order_by(_DISPUTE.decidable_at, _DISPUTE.team_id, _DISPUTE.number)
)
NEXT_AT = select(
    select(func.min(_DISPUTE.closes_at)).where(_DISPUTE.ruled_at.is_(None)).scalar_subquery(),
    select(func.min(_DISPUTE.decidable_at)).where(*_MAY_BE_TOLD).scalar_subquery(),
)


def _in_time(instant: ColumnElement[datetime | None]) -> Select[Any]:
    """The disputes of a workspace to which that happened after one instant, until another."""
    return (
        select(DISPUTES)
        .where(
            _DISPUTE.team_id == bindparam("team_id"),
            instant > bindparam("after"),
            instant <= bindparam("until"),
        )
        .order_by(instant, _DISPUTE.number)
    )


FOUND, SET_ASIDE = _in_time(_DISPUTE.found_at), _in_time(_DISPUTE.set_aside_at)
PROMISED = (
    select(DISPUTES)
    .where(
        _DISPUTE.team_id == bindparam("team_id"),
        _DISPUTE.answer_due_on >= bindparam("from_day"),
        _DISPUTE.set_aside_at.is_(None),
    )
    .order_by(_DISPUTE.answer_due_on, _DISPUTE.number)
    .limit(bindparam("limit"))
)
ALL_OF = (
    select(DISPUTES)
    .where(_DISPUTE.team_id == bindparam("team_id"), _DISPUTE.number > bindparam("above"))
    .order_by(_DISPUTE.number)
    .limit(bindparam("limit"))
)
TEAMS = (
    select(WORKSPACES.c.team_id).where(WORKSPACES.c.last_dispute > 0).order_by(WORKSPACES.c.team_id)
)
