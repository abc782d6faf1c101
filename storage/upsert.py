"""Inserts that can say what happens when the row is there already; each database has its own."""

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = sqlite.Insert | postgresql.Insert


def insert_into(table: Table, dialect: str) -> Insert:
    """An insert into the table, in the words of that database."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
