"""Ended disputes found by the words of their question, by each database's own full text."""

import re
from collections.abc import Iterable

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)

from storage.tables import DISPUTES

_WORD = re.compile(r"[^\W_]+")

_DISPUTE = DISPUTES.c
_QUESTIONS = table("questions", column("team_id"), column("number"), column("rank"))
"""SQLite's index of words; the database fills it as disputes are kept."""
_QUESTION = _QUESTIONS.c
_ENGLISH: ColumnElement[str] = literal_column("'english'")
_SAID = func.to_tsvector(_ENGLISH, _DISPUTE.question)
_ASKED = func.websearch_to_tsquery(_ENGLISH, bindparam("asked"))

_ENDED = select(DISPUTES).where(
    _DISPUTE.team_id == bindparam("team_id"), _DISPUTE.ruled_at.is_not(None)
)
CLOSEST = {
    "sqlite": _ENDED.join(
        _QUESTIONS,
        and_(_QUESTION.team_id == _DISPUTE.team_id, _QUESTION.number == _DISPUTE.number),
    )
    .where(text("questions MATCH :asked"))
    .order_by(_QUESTION.rank, _DISPUTE.number.desc())
    .limit(bindparam("limit")),
    "postgresql": _ENDED.where(_SAID.bool_op("@@")(_ASKED))
    .order_by(func.ts_rank(_SAID, _ASKED).desc(), _DISPUTE.number.desc())
    .limit(bindparam("limit")),
}


def one_of(words: Iterable[str]) -> str:
    """What asks both databases for any of the words; no sign in them has a meaning there."""
    plain = (part for word in words for part in _WORD.findall(word))
    return " OR ".join(f'"{part}"' for part in plain)
