"""Ended disputes found by how the words of their question begin, by each database's full text."""

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

from bot.domain.similar import beginning, words_of
from storage.tables import DISPUTES

_DISPUTE = DISPUTES.c
_QUESTIONS = table("questions", column("team_id"), column("number"), column("rank"))
"""SQLite's index of words; the database fills it as disputes are kept."""
_QUESTION = _QUESTIONS.c
_AS_THEY_ARE: ColumnElement[str] = literal_column("'simple'")
_SAID = func.to_tsvector(_AS_THEY_ARE, _DISPUTE.question)
_ASKED = func.to_tsquery(_AS_THEY_ARE, bindparam("asked"))

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


_BEGINS_WITH = {"sqlite": '"{}"*', "postgresql": "'{}':*"}
_OR = {"sqlite": " OR ", "postgresql": " | "}


def one_of(words: Iterable[str], dialect: str) -> str:
    """What asks a database for any word that may be the same; no sign has a meaning there."""
    parts = dict.fromkeys(beginning(part) for word in words for part in words_of(word))
    return _OR[dialect].join(_BEGINS_WITH[dialect].format(part) for part in parts)
