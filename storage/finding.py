"""How disputes are found: by their people, by when something is due, by when it happened."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select, text

from storage.tables import DISPUTES, EVENTS, WORKSPACES

_DISPUTE, _EVENT = DISPUTES.c, EVENTS.c

OPEN_ONES = (
    select(DISPUTES)
    .where(_DISPUTE.team_id == bindparam("team_id"), _DISPUTE.ruled_at.is_(None))
    .order_by(_DISPUTE.closes_at, _DISPUTE.number)
)
_IS_THEIRS = or_(
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
OPEN_ONES_OF = OPEN_ONES.where(_IS_THEIRS)
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
_OF_TEAM = select(DISPUTES).where(_DISPUTE.team_id == bindparam("team_id"))
PROMISED = (
    _OF_TEAM.where(_DISPUTE.asked_on >= bindparam("from_day"))
    .order_by(_DISPUTE.asked_on, _DISPUTE.number)
    .limit(bindparam("limit"))
)
OVERDUE = (
    _OF_TEAM.where(_DISPUTE.answer_due_on <= bindparam("until_day"))
    .order_by(_DISPUTE.answer_due_on, _DISPUTE.number)
    .limit(bindparam("limit"))
)
SETTLED = (
    _OF_TEAM.where(
        _DISPUTE.settled_at.is_not(None),
        _DISPUTE.chosen_side == bindparam("side"),
        _DISPUTE.settled_as == bindparam("became"),
    )
    .order_by(_DISPUTE.settled_at.desc(), _DISPUTE.number.desc())
    .limit(bindparam("limit"))
)
TO_HEAR_OF = _OF_TEAM.where(_DISPUTE.tells_until >= bindparam("from_day"), _IS_THEIRS).order_by(
    _DISPUTE.number
)
_RECORDED = (
    select(_EVENT.number, func.min(_EVENT.at).label("at"))
    .where(
        _EVENT.team_id == bindparam("team_id"),
        text("deed = 'recorded the outcome'"),
        _EVENT.at > bindparam("after"),
        _EVENT.at <= bindparam("until"),
    )
    .group_by(_EVENT.number)
    .subquery("recorded")
)
RECORDED = _OF_TEAM.join(_RECORDED, _RECORDED.c.number == _DISPUTE.number).order_by(
    _RECORDED.c.at, _DISPUTE.number
)
ALL_OF = (
    select(DISPUTES)
    .where(_DISPUTE.team_id == bindparam("team_id"), _DISPUTE.number > bindparam("above"))
    .order_by(_DISPUTE.number)
    .limit(bindparam("limit"))
)
# In the words of the index, as above.
USING_GPUS = _OF_TEAM.where(text("gpu_committed")).order_by(_DISPUTE.number)
TEAMS = (
    select(WORKSPACES.c.team_id).where(WORKSPACES.c.last_dispute > 0).order_by(WORKSPACES.c.team_id)
)
