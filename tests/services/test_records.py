"""The records handed out, and taken in again."""

import asyncio
import csv
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.area import Area, Terms
from bot.domain.case import Side
from bot.domain.dispute import Open, Sealed
from bot.domain.errors import NotAllowed
from bot.domain.events import OF_BUILDERS
from bot.domain.ids import AreaId, DisputeId
from bot.domain.notices import ExportFormat
from bot.domain.outcome import Dropped, Moved, NotYet
from bot.domain.person import Person
from bot.domain.sealing import sealed_sides
from bot.domain.settings import WorkspaceSettings
from bot.services.ports import AreaChange, AreaDeed, Begin, Posted, SettingsChange
from bot.services.records import BadRecords, Exported, Imported, export, import_records
from bot.services.verifying import Verified, verify, verify_all
from bot.services.windows import close_due_windows
from storage.engine import make_engine
from storage.tables import AREA_CHANGES, CARDS, DISPUTES, EVENTS, SETTINGS, WORKSPACES
from storage.transaction import make_begin
from tests.builders import ANSWER, DAY, JONAS, LEE, MAYA, MONDAY, OLU, ZOE, an_option, usd
from tests.services.bound_steps import AREA, STEPS_OF_ALL, carry_on, made
from tests.services.directories import BOSS, PRIVATE, PUBLIC, SILENT, SmallDirectory
from tests.services.goings_on import (
    A_DAY,
    END,
    TEAM,
    both_filed,
    filed,
    happen,
    marker,
    on_record,
    opened,
    recorded,
)
from tests.services.kept_promises import builder, go_on
from tests.storage.databases import copy_sqlite

Rows = dict[str, list[dict[str, Any]]]
TABLES = (WORKSPACES, DISPUTES, EVENTS, CARDS, SETTINGS, AREA_CHANGES)
AFTER = MONDAY + END + DAY
FOUND = Area(id=AreaId.of(TEAM, AREA), name=AREA, terms=Terms(gpu_budget=usd("7.5")))


async def exported(
    begin: Begin,
    form: ExportFormat = ExportFormat.JSON,
    *,
    to: Person | None = OLU,
    zone: str = "Europe/Berlin",
    now: datetime = AFTER,
    with_private: bool = False,
) -> Exported:
    return await export(
        TEAM,
        form,
        to=to,
        zone=zone,
        now=now,
        directory=SmallDirectory(),
        begin=begin,
        with_private=with_private,
    )


async def document(begin: Begin, **asked: Any) -> Any:
    return json.loads((await exported(begin, **asked)).content)


async def table(begin: Begin, **asked: Any) -> list[dict[str, str]]:
    content = (await exported(begin, ExportFormat.CSV, **asked)).content.decode()
    return list(csv.DictReader(content.splitlines()))


async def taken_in(begin: Begin, content: bytes, *, now: datetime = AFTER) -> Imported:
    return await import_records(content, begin=begin, now=now)


async def rows_of(engine: AsyncEngine) -> Rows:
    async with engine.connect() as connection:
        return {
            table.name: [
                dict(row)
                for row in (
                    await connection.execute(select(table).order_by(*table.primary_key))
                ).mappings()
            ]
            for table in TABLES
        }


@pytest.fixture
async def empty(
    kind_of_database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[AsyncEngine]:
    """Another database of the same kind, to import into."""
    folder = tmp_path / "another"
    folder.mkdir()
    if kind_of_database == "sqlite":
        url = copy_sqlite(request.getfixturevalue("sqlite_with_tables"), folder)
        engine = make_engine(url)
        yield engine
        await engine.dispose()
        return
    server = request.getfixturevalue("postgresql_server")
    with server.database(like=request.getfixturevalue("postgresql_with_tables")) as name:
        engine = make_engine(server.url_of(name))
        yield engine
        await engine.dispose()


# The document


async def test_each_dispute_says_in_utc_and_local_time_when_it_was_opened_and_ended(
    begin: Begin,
) -> None:
    dispute = await opened(begin)
    await happen(begin, dispute, ["product files", "research files", *[A_DAY] * 7], MONDAY)

    (told,) = (await document(begin))["disputes"]
    assert told["number"] == 1
    assert told["question"] == "Transformer upgrade or rules-based filter?"
    assert told["opened"] == {
        "utc": "2026-03-02T10:00:00+00:00",
        "local": "2026-03-02T11:00:00+01:00",
        "zone": "Europe/Berlin",
    }
    assert told["ended"]["local"] == "2026-03-09T11:00:00+01:00"
    assert told["basis"] == "default rule"
    assert told["chosen"] == marker(dispute, Side.PRODUCT)
    assert told["answer_due_on"] == "2026-03-23"
    assert [event["deed"] for event in told["events"]] == [
        "opened the dispute",
        "filed the case",
        "filed the case",
        "the window ended",
    ]


async def test_the_file_is_named_after_the_local_day(begin: Begin) -> None:
    late = datetime.fromisoformat("2026-03-09T23:30:00+00:00")

    assert (await exported(begin, now=late)).filename == "roadmap-disputes-2026-03-10.json"


async def test_a_sealed_case_says_that_it_is_in_and_no_more(begin: Begin) -> None:
    dispute = await opened(begin)
    await happen(begin, dispute, ["product types", "product files", "product revises"], MONDAY)
    done = await exported(begin, now=MONDAY + DAY)

    assert b"7f3a" not in done.content
    (told,) = json.loads(done.content)["disputes"]
    assert told["record"]["product"]["standing"] == {
        "kind": "Sealed",
        "is": {"filed_at": "2026-03-02T12:00:00Z"},
    }
    assert [event["deed"] for event in told["events"]][1:] == ["filed the case", "revised the case"]


async def test_what_was_changed_while_it_was_sealed_is_never_handed_out(begin: Begin) -> None:
    dispute = await opened(begin)
    await filed(begin, dispute, Side.PRODUCT, an_option("What nobody else has read", 14))
    await filed(begin, dispute, Side.PRODUCT, an_option("Rules-based filter", 14))
    await filed(begin, dispute, Side.RESEARCH, an_option("Transformer upgrade", 70))
    await filed(begin, dispute, Side.RESEARCH, an_option("Transformer upgrade", 77))
    content = (await exported(begin)).content.decode()

    assert "What nobody else has read" not in content
    assert "Rules-based filter" in content
    assert '"days_to_feedback": 70' in content
    assert '"days_to_feedback": 77' in content


async def test_once_the_window_is_over_the_case_is_there_for_everybody(begin: Begin) -> None:
    dispute = await opened(begin)
    await filed(begin, dispute, Side.PRODUCT, an_option("Filter"))

    assert b"Filter" not in (await exported(begin, now=MONDAY + DAY)).content
    assert b"Filter" in (await exported(begin, now=AFTER)).content


SEALED_WITH_A_BUILDER = [
    *("product names a builder", "the builder stands by the days"),
    *("the builder says longer", "the builder states the burden"),
]


async def test_neither_a_builder_nor_what_they_said_is_known_while_the_case_is_sealed(
    begin: Begin,
) -> None:
    dispute = await opened(begin)
    now = await go_on(begin, dispute, SEALED_WITH_A_BUILDER, MONDAY)
    done = await exported(begin, now=now)

    assert b"7f3a" not in done.content
    (told,) = json.loads(done.content)["disputes"]
    words = [(event["deed"], event["by"]) for event in told["events"][2:]]
    assert words == [("revised the case", None)] * 3
    for event in told["events"][2:]:
        assert event["before"] == event["after"]


async def test_who_revised_a_sealed_case_cannot_be_told_from_its_builder(begin: Begin) -> None:
    dispute = await opened(begin)
    now = await go_on(begin, dispute, ["product names a builder", "product revises"], MONDAY)

    (told,) = (await document(begin, now=now))["disputes"]
    assert [event["by"] for event in told["events"]] == [LEE.id, MAYA.id, None]


async def test_what_a_builder_said_is_there_once_both_cases_are_in(begin: Begin) -> None:
    dispute = await opened(begin)
    await go_on(begin, dispute, IN_WITH_A_BUILDER, MONDAY)

    (told,) = (await document(begin))["disputes"]
    (option,) = told["record"]["product"]["standing"]["is"]["case"]["options"]
    assert option["days_to_feedback"] == 21
    assert option["builder_word"]["raised_from"] == 14
    assert told["events"][-1]["deed"] == "raised the days of an option"
    assert told["events"][-1]["by"] == builder(dispute).id


async def test_a_builder_of_a_case_that_nobody_else_has_read_is_not_named(begin: Begin) -> None:
    dispute = await opened(begin)
    await go_on(begin, dispute, ["product names a builder", "the builder says longer"], MONDAY)
    await filed(begin, dispute, Side.PRODUCT, an_option("Filter", 14), at=MONDAY + DAY)
    await filed(begin, dispute, Side.RESEARCH, an_option("Transformer", 70), at=MONDAY + DAY)

    assert b"7f3a" not in (await exported(begin)).content


async def test_that_a_founder_was_asked_for_gpus_is_not_known_while_the_case_is_sealed(
    begin: Begin,
) -> None:
    await made(begin)
    dispute = await opened(begin, area=AREA)
    now = await carry_on(begin, dispute, BOUND_AND_SIGNED[:2], MONDAY)
    done = await exported(begin, now=now)

    assert b"7f3a" not in done.content
    (told,) = json.loads(done.content)["disputes"]
    signing = told["events"][-1]
    assert (signing["deed"], signing["by"]) == ("revised the case", None)
    assert signing["before"] == signing["after"] == {}
    assert told["record"]["signoffs"] is None
    assert not signing["salt"]


async def test_a_withdrawn_case_keeps_its_signature_and_its_figures_to_itself(
    begin: Begin, empty: AsyncEngine
) -> None:
    await made(begin)
    dispute = await opened(begin, area=AREA)
    withdrawn = ["research proposes to withdraw", "product agrees to withdraw"]
    await carry_on(begin, dispute, [*BOUND_AND_SIGNED[:2], *withdrawn], MONDAY)
    done = await exported(begin)
    await taken_in(make_begin(empty), done.content)

    assert b"7f3a" not in done.content
    assert b'"number": "40"' not in done.content
    assert await exported(make_begin(empty)) == done
    assert await broken_ones(make_begin(empty)) == []


# What binds


async def test_gates_signatures_and_what_was_retired_are_in_the_record(begin: Begin) -> None:
    await a_busy_workspace(begin)
    record = (await document(begin))["disputes"][0]["record"]

    (gate, other) = record["gates"]
    assert (gate["limit"]["name"], gate["ended"]["by"]) == ("real-time answers", JONAS.id)
    assert (other["side"], other["ended"]) == ("research", None)
    assert record["signoffs"][0]["by"] == OLU.id
    assert record["retired"]["by"] == MAYA.id
    assert record["opening"]["terms"]["stage"] == "before the first customer prototype"
    assert record["product"]["standing"]["is"]["case"]["options"][0]["path"] == "cheapest"


async def test_areas_are_handed_out_with_every_change_and_who_made_it(begin: Begin) -> None:
    await made(begin)
    richer = AreaChange(area=FOUND, deed=AreaDeed.CHANGED, by=OLU.id, at=MONDAY + DAY)
    async with begin() as tx:
        await tx.areas.put(richer)
    first, last = (await document(begin))["areas"]

    assert (first["deed"], first["by"], last["deed"]) == (
        "made the area",
        OLU.id,
        "changed the area",
    )
    assert last["at"]["local"] == "2026-03-03T11:00:00+01:00"
    assert last["area"]["terms"]["gpu_budget"] == "7.5"


async def test_areas_are_what_they_were_after_an_import(begin: Begin, empty: AsyncEngine) -> None:
    await a_busy_workspace(begin)
    await taken_in(make_begin(empty), (await exported(begin)).content)

    async with begin(reading=True) as before, make_begin(empty)(reading=True) as after:
        (known,) = await before.areas.all_of(TEAM)
        assert await after.areas.changes(known.id) == await before.areas.changes(known.id)


async def test_an_area_typed_in_private_alone_is_in_no_export_of_what_is_public(
    begin: Begin,
) -> None:
    for channel, name in ((PRIVATE, "In private"), (PUBLIC, "In public")):
        await opened(begin, channel=channel, area=name)
        area = Area(id=AreaId.of(TEAM, name), name=name)
        async with begin() as tx:
            await tx.areas.put(AreaChange(area=area, deed=AreaDeed.TYPED, by=None, at=MONDAY))

    public = (await document(begin, to=None))["areas"]
    assert [change["area"]["name"] for change in public] == ["In public"]
    assert len((await document(begin, to=None, with_private=True))["areas"]) == 2
    assert b"In private" not in (await exported(begin, to=BOSS)).content


async def test_the_table_says_what_binds_an_option_and_who_signed_for_it(begin: Begin) -> None:
    await made(begin)
    dispute = await opened(begin, area=AREA)
    now = await carry_on(begin, dispute, [*BOUND_AND_SIGNED, *WEEK], MONDAY)
    product, research = await table(begin, now=now)

    assert (product["area_stage"], product["gpu_budget"]) == (
        "before the first customer prototype",
        "5",
    )
    assert (product["path"], product["latency_ms"]) == ("cheapest", "900")
    assert (product["gpu_weeks_per_month"], product["signed_by"]) == ("8", OLU.id)
    assert product["gates"] == "real-time answers, at most 100 ms; not before: quantisation"
    columns = ("path", "latency_ms", "gpu_weeks_per_month", "signed_by")
    assert {research[column] for column in columns} == {""}


async def test_the_table_says_when_what_was_chosen_was_retired_and_no_gate_that_was_lifted(
    begin: Begin,
) -> None:
    await a_busy_workspace(begin)
    row = (await table(begin))[0]

    assert row["retired_utc"].startswith("2026-03-09")
    assert (row["chosen"], row["gates"]) == ("yes", "")


async def test_the_table_of_a_dispute_without_an_area_says_nothing_of_what_binds(
    begin: Begin,
) -> None:
    await both_filed(begin, await opened(begin))
    columns = ("area_stage", "gpu_budget", "signed_by", "gates", "retired_utc")

    assert {row[column] for row in await table(begin) for column in columns} == {""}


# What became of it


async def test_the_head_of_a_dispute_says_what_became_of_its_promise(begin: Begin) -> None:
    await a_busy_workspace(begin)
    *_, answered, dropped = (await document(begin))["disputes"]

    assert (answered["outcome"], answered["answered_on"]) == ("answered", "2026-03-09")
    assert answered["customer"] == ANSWER.who
    assert answered["customers_words"] == ANSWER.words
    assert (dropped["outcome"], dropped["customers_words"]) == ("dropped", None)


async def test_an_open_dispute_says_nothing_of_an_outcome_and_an_ended_one_that_there_is_none(
    begin: Begin,
) -> None:
    await both_filed(begin, await opened(begin))
    (is_open,) = (await document(begin))["disputes"]
    assert "outcome" not in is_open

    await close_due_windows(now=AFTER, begin=begin)
    (ended,) = (await document(begin))["disputes"]
    assert (ended["outcome"], ended["answered_on"]) == (None, None)


async def test_every_word_on_a_promise_and_when_to_look_again_is_in_the_record(
    begin: Begin,
) -> None:
    await a_busy_workspace(begin)
    *_, answered, dropped = (await document(begin))["disputes"]

    assert answered["record"]["look_again"]["half_life_days"] == 20
    kinds = [word["became"]["kind"] for word in dropped["record"]["outcomes"]]
    assert kinds == ["NotYet", "Dropped"]
    assert [event["deed"] for event in dropped["events"]][-2:] == ["recorded the outcome"] * 2


# Who may have it


async def test_neither_founder_nor_admin_is_refused_and_told_who_may(begin: Begin) -> None:
    with pytest.raises(NotAllowed, match="A founder or an admin or owner of the workspace can"):
        await exported(begin, to=ZOE)


async def test_founders_get_what_was_disputed_in_private_and_admins_what_they_may_see(
    begin: Begin,
) -> None:
    for channel in (PUBLIC, PRIVATE, SILENT):
        await opened(begin, channel=channel, question=f"In {channel}?")

    founders, admins = [await exported(begin, to=reader) for reader in (OLU, BOSS)]
    assert (founders.disputes, founders.left_out) == (3, 0)
    assert (admins.disputes, admins.left_out) == (1, 2)
    assert b"In C1?" in admins.content
    assert b"In C2?" not in admins.content
    assert b"In C3?" not in admins.content


@pytest.mark.parametrize("form", ExportFormat)
async def test_the_operator_gets_what_is_public_unless_asking_for_all(
    begin: Begin, form: ExportFormat
) -> None:
    for channel in (PUBLIC, PRIVATE, SILENT):
        await opened(begin, channel=channel, question=f"In {channel}?")

    public = await exported(begin, form, to=None)
    assert (public.disputes, public.left_out) == (1, 2)
    assert b"In C2?" not in public.content
    everything = await exported(begin, form, to=None, with_private=True)
    assert (everything.disputes, everything.left_out) == (3, 0)
    assert b"In C2?" in everything.content


# The table


async def test_the_table_has_a_row_an_option(begin: Begin) -> None:
    dispute = await opened(begin)
    await both_filed(begin, dispute)
    await happen(begin, dispute, [A_DAY] * 7, MONDAY + DAY)
    await opened(begin, at=AFTER, question="Another?")

    product, research, other = await table(begin)
    assert (product["option"], product["days"], product["chosen"]) == (
        "Rules-based filter",
        "14",
        "yes",
    )
    assert (research["option"], research["side"], research["chosen"]) == (
        "Transformer upgrade",
        "research",
        "no",
    )
    assert research["opened_local"] == "2026-03-02T11:00:00+01:00"
    assert research["answer_due_on"] == "2026-03-23"
    assert (other["question"], other["option"], other["ended_utc"]) == ("Another?", "", "")


async def test_the_table_says_who_would_build_an_option_and_what_it_rests_on(
    begin: Begin,
) -> None:
    dispute = await opened(begin)
    steps = ["product names a builder", "the builder stands by the days"]
    now = await go_on(begin, dispute, steps, MONDAY)
    await filed(begin, dispute, Side.RESEARCH, an_option("Transformer upgrade", 70), at=now)
    product, research = await table(begin)

    assert (product["approach"], product["stop_if"]) == (
        "off the shelf",
        marker(dispute, Side.PRODUCT),
    )
    assert (product["builder"], product["confirmed_by_builder"]) == (builder(dispute).id, "yes")
    assert (product["accuracy"], product["measured_on"]) == ("91.5", "a guess")
    columns = ("approach", "stop_if", "builder", "confirmed_by_builder", "measured_on")
    assert {research[column] for column in columns} == {""}


async def test_the_table_says_that_a_builder_has_not_confirmed_the_days(begin: Begin) -> None:
    await go_on(begin, await opened(begin), IN_WITH_A_BUILDER[:2], MONDAY)

    assert (await table(begin))[0]["confirmed_by_builder"] == "no"


async def test_the_table_says_what_became_of_a_promise(begin: Begin) -> None:
    dispute = await opened(begin)
    now = await go_on(begin, dispute, [*IN_WITH_A_BUILDER, *WEEK], MONDAY)
    await go_on(begin, dispute, ["product looks again weekly"], now)
    await go_on(begin, dispute, ["a customer answers"], now + 25 * DAY)
    row = (await table(begin, now=now + 30 * DAY))[0]

    assert (row["outcome"], row["answered_on"], row["real_days"]) == (
        "answered",
        "2026-04-03",
        "25",
    )
    assert (row["customer"], row["customers_words"], row["learned"]) == (
        ANSWER.who,
        ANSWER.words,
        ANSWER.learned,
    )
    assert (row["look_again_on"], row["half_life_days"]) == ("2026-03-12", "20")
    assert row["assumption_that_fell"] == ANSWER.fell
    assert (row["metric_moved"], row["metric_moved_to"]) == (ANSWER.moved.value, ANSWER.moved_to)
    assert row["times_not_yet"] == "0"


async def test_the_table_has_no_answer_where_none_has_come(begin: Begin) -> None:
    dispute = await opened(begin)
    steps = [*IN_WITH_A_BUILDER, *WEEK, "no customer has answered yet"]
    await go_on(begin, dispute, steps, MONDAY)
    row = (await table(begin))[0]

    assert row["outcome"] == "not yet"
    unknown = ("answered_on", "customer", "customers_words", "learned", "real_days")
    assert {row[column] for column in (*unknown, "look_again_on", "half_life_days")} == {""}
    of_the_answer = ("assumption_that_fell", "metric_moved", "metric_moved_to", "dropped_because")
    assert {row[column] for column in of_the_answer} == {""}


async def test_the_table_says_how_often_it_was_not_yet_and_why_it_was_dropped(
    begin: Begin,
) -> None:
    dispute = await opened(begin)
    now = await go_on(begin, dispute, ["product files", "research files", *WEEK], MONDAY)
    for days, why in ((30, "The pilot is late."), (40, "Acme is on holiday.")):
        put_off = NotYet(until=(now + days * DAY).date(), why=why)
        await recorded(begin, dispute, put_off, at=now + (days - 10) * DAY)
    await recorded(begin, dispute, Dropped("Acme has left."), at=now + 40 * DAY)
    row = (await table(begin, now=now + 41 * DAY))[0]

    assert (row["outcome"], row["dropped_because"]) == ("dropped", "Acme has left.")
    assert (row["times_not_yet"], row["not_yet_because"]) == ("2", "Acme is on holiday.")
    assert row["not_yet_until"] == (now + 40 * DAY).date().isoformat()


async def test_the_table_says_which_assumption_fell_and_where_the_metric_went(
    begin: Begin,
) -> None:
    dispute = await opened(begin)
    now = await go_on(begin, dispute, ["product files", "research files", *WEEK], MONDAY)
    answer = replace(
        ANSWER, on=now.date(), fell="They read it.", moved=Moved.YES, moved_to="0.4 points"
    )
    await recorded(begin, dispute, answer, at=now)
    row = (await table(begin, now=now))[0]

    assert row["assumption_that_fell"] == "They read it."
    assert (row["metric_moved"], row["metric_moved_to"]) == ("it moved", "0.4 points")


async def test_an_open_dispute_has_put_nothing_off(begin: Begin) -> None:
    await opened(begin)

    assert (await table(begin))[0]["times_not_yet"] == ""


async def test_the_table_says_what_a_builder_raised_the_days_from_and_why(begin: Begin) -> None:
    dispute = await opened(begin)
    await go_on(begin, dispute, IN_WITH_A_BUILDER, MONDAY)
    product, research = await table(begin)

    assert (product["days"], product["days_before_builder"]) == ("21", "14")
    assert product["builder_says"] == marker(dispute, Side.PRODUCT)
    assert {research[column] for column in ("days_before_builder", "builder_says")} == {""}


async def test_what_another_builder_said_is_not_in_the_table(begin: Begin) -> None:
    dispute = await opened(begin)
    now = await go_on(
        begin, dispute, ["product names a builder", "the builder says longer"], MONDAY
    )
    another = an_option("Filter", 30, id="product 1", builder=ZOE.id)
    await filed(begin, dispute, Side.PRODUCT, another, at=now)
    await filed(begin, dispute, Side.RESEARCH, an_option("Transformer", 70), at=now)

    assert (await table(begin))[0]["builder_says"] == ""
    assert b"7f3a" not in (await exported(begin, ExportFormat.CSV)).content


async def test_what_a_builder_said_of_a_sealed_case_is_not_in_the_table(begin: Begin) -> None:
    dispute = await opened(begin)
    now = await go_on(begin, dispute, SEALED_WITH_A_BUILDER, MONDAY)

    assert b"7f3a" not in (await exported(begin, ExportFormat.CSV, now=now)).content


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
async def test_no_text_is_a_formula(begin: Begin, text: str) -> None:
    await opened(begin, question=f"{text}?")

    content = (await exported(begin, ExportFormat.CSV)).content.decode()
    (row,) = csv.DictReader(content.splitlines(keepends=True))
    assert row["question"] == f"'{text}?"


# Taking it in


WEEK = [A_DAY] * 7
IN_WITH_A_BUILDER = ["product names a builder", "research files", "the builder says longer"]


BOUND_AND_SIGNED = [
    *("product asks for 8 GPU-weeks", "a founder signs"),
    *("research files", "research raises a gate"),
]


async def a_busy_workspace(begin: Begin) -> None:
    """An area, disputes with every way of ending, a card, and two changes of the settings."""
    await made(begin)
    for number, steps in enumerate(
        (
            [*BOUND_AND_SIGNED, "research lifts it", *WEEK, "product retires it"],
            ["product files", "research files"],
            ["product files", "research files", "product confirms its own"],
            ["product files", "research yields", "product confirms its own"],
            ["product files", "research files", A_DAY, A_DAY, "product decides"],
            ["product files", "research files", *[A_DAY] * 7, "a founder sets it aside"],
            ["research names a deputy", *[A_DAY] * 7],
            ["opener withdraws"],
            [*IN_WITH_A_BUILDER, *WEEK, "product looks again weekly", "a customer answers"],
            [*IN_WITH_A_BUILDER, *WEEK, "no customer has answered yet", "it is dropped"],
        )
    ):
        dispute = await opened(begin, question=f"Number {number}?", area=AREA)
        await carry_on(begin, dispute, steps, MONDAY)
    async with begin() as tx:
        await tx.outbox.put_card(DisputeId(TEAM, 1), Posted(PUBLIC, "1700000000.000100"))
        for hour in (8, 10):
            change = WorkspaceSettings(founders=(OLU.id,), reminder_hour=hour)
            await tx.settings.put(TEAM, SettingsChange(settings=change, by=OLU.id, at=MONDAY))


async def test_an_import_gives_the_same_rows(
    begin: Begin, engine: AsyncEngine, empty: AsyncEngine
) -> None:
    await a_busy_workspace(begin)
    done = await exported(begin, to=None, with_private=True)

    assert await taken_in(make_begin(empty), done.content) == Imported(disputes=10, left_out=())
    assert await rows_of(empty) == await rows_of(engine)


async def test_an_import_exports_the_same_again(begin: Begin, empty: AsyncEngine) -> None:
    await a_busy_workspace(begin)
    done = await exported(begin)
    await taken_in(make_begin(empty), done.content)

    assert await exported(make_begin(empty)) == done


async def test_the_record_of_what_was_imported_is_intact(begin: Begin, empty: AsyncEngine) -> None:
    await a_busy_workspace(begin)
    await taken_in(make_begin(empty), (await exported(begin)).content)

    assert await broken_ones(make_begin(empty)) == []


async def test_a_ruling_keeps_its_fingerprint_in_another_database(
    begin: Begin, empty: AsyncEngine
) -> None:
    dispute = await opened(begin)
    await both_filed(begin, dispute)
    await close_due_windows(now=AFTER, begin=begin)
    await taken_in(make_begin(empty), (await exported(begin)).content)

    before, after = [await verify(dispute, begin=each) for each in (begin, make_begin(empty))]
    assert before == after
    assert before.ruling


async def test_what_stays_behind_cannot_be_found_by_trying_it_against_the_record(
    begin: Begin,
) -> None:
    """An event that is not handed out whole keeps its salt to itself."""
    dispute = await opened(begin)
    await filed(begin, dispute, Side.PRODUCT, an_option("Filter", 14))
    await filed(begin, dispute, Side.PRODUCT, an_option("Filter", 21))
    await filed(begin, dispute, Side.RESEARCH, an_option("Transformer", 70))

    (told,) = (await document(begin))["disputes"]
    assert [bool(event["salt"]) for event in told["events"]] == [True, False, False, True]


async def broken_ones(begin: Begin) -> list[Verified]:
    return [found async for found in verify_all(TEAM, begin=begin) if found.broken]


async def test_an_export_of_the_program_before_is_taken_in(
    begin: Begin, empty: AsyncEngine
) -> None:
    """It knew neither outcomes nor builders' words, nor areas, gates and signatures."""
    dispute = await opened(begin)
    await both_filed(begin, dispute)
    await close_due_windows(now=AFTER, begin=begin)
    whole = await document(begin)
    _forget_what_is_new(whole)
    await taken_in(make_begin(empty), json.dumps(whole).encode())

    assert await on_record(make_begin(empty), dispute) == await on_record(begin, dispute)
    async with make_begin(empty)(reading=True) as tx:
        assert len(await tx.disputes.promised(TEAM, from_day=AFTER.date(), limit=9)) == 1


NEW_PARTS = {"salt", "outcomes", "look_again", "approach", "stop_if", "builder_word", "dated"} | {
    *("areas", "gates", "signoffs", "retired", "terms", "is_led_by_area", "path", "own", "bounds")
}


def _forget_what_is_new(part: Any) -> None:
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    for one in inner:
        _forget_what_is_new(one)
    if isinstance(part, dict):
        for name in NEW_PARTS & part.keys():
            del part[name]


async def test_who_owes_an_outcome_is_looked_at_after_an_import(
    begin: Begin, empty: AsyncEngine
) -> None:
    dispute = await opened(begin)
    await go_on(begin, dispute, [*IN_WITH_A_BUILDER, *WEEK], MONDAY)
    await taken_in(make_begin(empty), (await exported(begin)).content)

    async with make_begin(empty)(reading=True) as tx:
        assert (TEAM, MAYA.id) in await tx.reminders.due(AFTER, limit=9)


async def test_questions_are_found_by_their_words_after_an_import(
    begin: Begin, empty: AsyncEngine
) -> None:
    await a_busy_workspace(begin)
    await taken_in(make_begin(empty), (await exported(begin)).content)

    async with make_begin(empty)(reading=True) as tx:
        found = await tx.disputes.asking_like(TEAM, ["number"], limit=99)
    assert len(found) == 10


async def test_the_next_dispute_after_an_import_gets_the_next_number(
    begin: Begin, empty: AsyncEngine
) -> None:
    await opened(begin)
    await opened(begin, channel=PRIVATE)
    await taken_in(make_begin(empty), (await exported(begin, to=None)).content)

    assert (await opened(make_begin(empty), at=AFTER)).number == 3


async def test_what_an_import_leaves_open_goes_on_being_asked_for(
    begin: Begin, empty: AsyncEngine
) -> None:
    await both_filed(begin, await opened(begin))
    now = MONDAY + DAY
    await taken_in(make_begin(empty), (await exported(begin, now=now)).content, now=now)

    async with make_begin(empty)(reading=True) as tx:
        assert set(await tx.reminders.due(now, limit=9)) == {(TEAM, MAYA.id), (TEAM, JONAS.id)}


async def test_an_open_dispute_with_a_sealed_case_is_left_out_with_what_to_do(
    begin: Begin, empty: AsyncEngine
) -> None:
    await filed(begin, await opened(begin), Side.PRODUCT)
    now = MONDAY + DAY
    done = await taken_in(make_begin(empty), (await exported(begin, now=now)).content, now=now)

    assert done == Imported(
        disputes=0,
        left_out=(
            (
                "#1 is still open and was left out: product's case is sealed, so the file does "
                "not have its text. To keep it, let it end first, or copy the database itself."
            ),
        ),
    )


async def test_a_withdrawn_dispute_keeps_its_case_sealed_and_exports_the_same_again(
    begin: Begin, empty: AsyncEngine
) -> None:
    dispute = await opened(begin)
    steps = ["product files", "research proposes to withdraw", "product agrees to withdraw"]
    await happen(begin, dispute, steps, MONDAY)
    done = await exported(begin)
    await taken_in(make_begin(empty), done.content)

    assert b"7f3a" not in done.content
    assert isinstance((await on_record(make_begin(empty), dispute)).product.standing, Sealed)
    assert await exported(make_begin(empty)) == done


async def test_an_import_is_refused_where_there_is_something(
    begin: Begin, empty: AsyncEngine
) -> None:
    await opened(begin)
    content = (await exported(begin)).content

    with pytest.raises(BadRecords, match=r"The database is not empty\. Set DATABASE_URL to a new"):
        await taken_in(begin, content)
    await taken_in(make_begin(empty), content)
    with pytest.raises(BadRecords, match="not empty"):
        await taken_in(make_begin(empty), content)


# What is no export


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"\xff", b"number,question\n1,Why?\n"])
async def test_a_file_of_another_kind_is_refused_with_what_to_do(
    begin: Begin, content: bytes
) -> None:
    with pytest.raises(BadRecords, match=r"no JSON export of this program\. Make one with"):
        await taken_in(begin, content)


def _without(*path: str | int) -> Any:
    def change(whole: Any) -> None:
        *most, last = path
        for step in most:
            whole = whole[step]
        del whole[last]

    return change


def _with(value: Any, *path: str | int) -> Any:
    def change(whole: Any) -> None:
        *most, last = path
        for step in most:
            whole = whole[step]
        whole[last] = value

    return change


FIRST = ("disputes", 0)
RECORD = (*FIRST, "record")
A_LOOK = {"on": "9999-12-31", "half_life_days": 9, "by": "U", "at": "2026-03-02T10:00:00Z"}
CHANGES = {
    "version 2": _with(2, "version"),
    "no team": _without("team"),
    "number too large": _with(2**40, "last_number"),
    "no events": _with([], *FIRST, "events"),
    "an event less": _without(*FIRST, "events", 1),
    "deed unknown": _with("danced", *FIRST, "events", 0, "deed"),
    "no zone": _with("2026-03-02T10:00:00", *FIRST, "events", 0, "at", "utc"),
    "part unknown": _with({"other": 1}, *FIRST, "events", 0, "after"),
    "part unreadable": _with({"product": {}}, *FIRST, "events", 0, "after"),
    "state unknown": _with({"kind": "Paused", "is": {}}, *RECORD, "state"),
    "no lead": _without(*RECORD, "product", "lead"),
    "lead with a null": _with("U\x00", *RECORD, "product", "lead"),
    "another number": _with(9, *RECORD, "opening", "id", "number"),
    "another team": _with("T9", *RECORD, "opening", "id", "team"),
    "naive opening": _with("2026-03-02T10:00:00", *RECORD, "opening", "window", "opens_at"),
    "a day at the end of time": _with(A_LOOK, *RECORD, "look_again"),
    "outcome unknown": _with([{"became": {"kind": "Lost", "is": {}}}], *RECORD, "outcomes"),
    "end of time": _with("9999-12-31T23:59:59Z", *RECORD, "opening", "window", "opens_at"),
    "form twice": _with("V1", "disputes", 1, "record", "form"),
    "number twice": _with(1, "disputes", 1, "number"),
    "hour too large": _with(99, "settings", 0, "settings", "reminder_hour"),
    "last number too small": _with(1, "last_number"),
    "an area of another team": _with("T9", "areas", 0, "area", "id", "team"),
    "an area under another name": _with("Pricing", "areas", 0, "area", "name"),
    "an area with a null": _with(
        {"id": {"team": "T1", "key": "\x00"}, "name": "\x00"}, "areas", 0, "area"
    ),
    "an area due without a zone": _with(
        "2026-03-02T10:00:00", "areas", 0, "area", "handoff_due_since"
    ),
    "what nobody does to an area": _with("danced", "areas", 0, "deed"),
    "a gate that cannot be read": _with([{"side": "both"}], *RECORD, "gates"),
    "a signature without a figure": _with([{"gpu_weeks": "NaN"}], *RECORD, "signoffs"),
}


@pytest.mark.parametrize("name", CHANGES)
async def test_what_was_changed_by_hand_is_refused_in_a_sentence_and_changes_nothing(
    begin: Begin, empty: AsyncEngine, name: str
) -> None:
    for form in ("V1", "V2"):
        await both_filed(begin, await opened(begin, form=form))
    await made(begin)
    async with begin() as tx:
        change = SettingsChange(settings=WorkspaceSettings(), by=OLU.id, at=MONDAY)
        await tx.settings.put(TEAM, change)
    whole = await document(begin)
    before = await rows_of(empty)
    CHANGES[name](whole)

    with pytest.raises(BadRecords, match=r"^[A-Z#].*\.$"):
        await taken_in(make_begin(empty), json.dumps(whole).encode())
    assert await rows_of(empty) == before


# For any disputes

any_steps = st.lists(st.sampled_from([*STEPS_OF_ALL, A_DAY, A_DAY, A_DAY]), max_size=14)
to_a_ruling = st.sampled_from(
    [[], BOUND_AND_SIGNED[:2], IN_WITH_A_BUILDER, [*IN_WITH_A_BUILDER, *WEEK], BOUND_AND_SIGNED]
)
scripts = st.tuples(to_a_ruling, any_steps).map(lambda parts: [*parts[0], *parts[1]])
workspaces = st.lists(st.tuples(st.sampled_from([PUBLIC, PRIVATE, SILENT]), scripts), max_size=3)
ANOTHER_MACHINE = settings(max_examples=40)


@asynccontextmanager
async def copied(sqlite: Path, folder: Path) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(copy_sqlite(sqlite, folder))
    try:
        yield engine
    finally:
        await engine.dispose()


async def played(begin: Begin, workspace: Any) -> datetime:
    latest = MONDAY
    await made(begin)
    for number, (channel, steps) in enumerate(workspace):
        asked = f"private-{channel}-{number}?"
        dispute = await opened(begin, channel=channel, question=asked, area=AREA)
        latest = max(latest, await carry_on(begin, dispute, steps, MONDAY))
    return latest


@ANOTHER_MACHINE
@given(workspace=workspaces)
def test_whatever_happened_an_import_gives_the_same_rows_but_for_what_is_sealed(
    workspace: Any, sqlite_with_tables: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    async def check() -> None:
        here, there = (tmp_path_factory.mktemp("records") for _ in range(2))
        async with (
            copied(sqlite_with_tables, here) as old,
            copied(sqlite_with_tables, there) as new,
        ):
            now = await played(make_begin(old), workspace)
            done = await exported(make_begin(old), now=now)
            imported = await taken_in(make_begin(new), done.content, now=now)
            await assert_same(old, new, now)
            assert await broken_ones(make_begin(old)) == await broken_ones(make_begin(new)) == []
            if not imported.left_out:
                assert await exported(make_begin(new), now=now) == done

    asyncio.run(check())


async def assert_same(old: AsyncEngine, new: AsyncEngine, now: datetime) -> None:
    before, after = await rows_of(old), await rows_of(new)
    sealed = set()
    for row in before["disputes"]:
        dispute = await on_record(make_begin(old), DisputeId(TEAM, row["number"]))
        if sealed_sides(dispute, now=now):
            sealed.add(row["number"])
            there = {row["number"] for row in after["disputes"]}
            assert (row["number"] in there) is not isinstance(dispute.state, Open)
    superseded = changed_while_sealed(before["events"])
    for name, rows in before.items():
        kept, known = (
            [
                _read_by_others(row, superseded)
                for row in all_rows
                if row.get("number") not in sealed
            ]
            for all_rows in (rows, after[name])
        )
        assert kept == known


REVISING = {"revised the case", *OF_BUILDERS}


def changed_while_sealed(events: list[dict[str, Any]]) -> set[int]:
    """The disputes in which a case was changed before both were in: that version nobody reads."""
    found = set()
    for number in {row["number"] for row in events}:
        deeds = [row["deed"] for row in events if row["number"] == number]
        filed = [place for place, deed in enumerate(deeds) if deed == "filed the case"]
        unsealed = filed[1] if len(filed) > 1 else len(deeds)
        if REVISING & {*deeds[:unsealed]}:
            found.add(number)
    return found


def _read_by_others(row: dict[str, Any], superseded: set[int]) -> dict[str, Any]:
    contents = {"before", "after", "link"} if row.get("number") in superseded else set()
    if contents and row.get("deed") in OF_BUILDERS:
        contents |= {"by"}
    return {name: value for name, value in row.items() if name not in contents}


@ANOTHER_MACHINE
@given(
    workspace=workspaces, form=st.sampled_from(ExportFormat), reader=st.sampled_from([OLU, BOSS])
)
def test_whatever_happened_no_export_has_a_sealed_text_and_no_admins_a_private_dispute(
    workspace: Any,
    form: ExportFormat,
    reader: Person,
    sqlite_with_tables: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async def check() -> None:
        async with copied(sqlite_with_tables, tmp_path_factory.mktemp("records")) as engine:
            begin = make_begin(engine)
            now = await played(begin, workspace)
            content = (await exported(begin, form, to=reader, now=now)).content.decode()
            assert "typed-" not in content
            if reader is BOSS:
                assert "private-C2" not in content
                assert "private-C3" not in content
            for number in range(1, len(workspace) + 1):
                dispute = await on_record(begin, DisputeId(TEAM, number))
                for side in sealed_sides(dispute, now=now):
                    assert marker(dispute.id, side) not in content

    asyncio.run(check())


def _places(part: Any, *path: str | int) -> list[tuple[str | int, ...]]:
    """Where something stands in a document."""
    if isinstance(part, dict):
        inner = [place for name in part for place in _places(part[name], *path, name)]
    elif isinstance(part, list):
        inner = [place for at, one in enumerate(part) for place in _places(one, *path, at)]
    else:
        inner = []
    return [path, *inner] if path else inner


other_values = (
    st.sampled_from(["", "\x00", "9999-12-31T23:59:59Z", "2026-03-02T10:00:00", "9" * 5000])
    | st.sampled_from([{}, [], [[]], {"kind": "Filed", "is": {}}, {"kind": "Sealed", "is": {}}])
    | st.sampled_from([None, True, -1, 0, 1.5, 2**31, 2**63, 10**30, float("nan"), float("inf")])
    | st.text(max_size=5)
)


@settings(max_examples=150)
@given(data=st.data(), value=other_values)
def test_whatever_was_changed_in_a_file_it_is_taken_in_or_refused_in_a_sentence(
    data: st.DataObject,
    value: Any,
    sqlite_with_tables: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async def check() -> None:
        folder = tmp_path_factory.mktemp("records")
        async with copied(sqlite_with_tables, folder) as engine:
            begin = make_begin(engine)
            whole = json.loads(await a_whole_export(sqlite_with_tables, tmp_path_factory))
            _with(value, *data.draw(st.sampled_from(_places(whole))))(whole)
            try:
                await taken_in(begin, json.dumps(whole).encode())
            except BadRecords:
                assert (await rows_of(engine))["disputes"] == []

    asyncio.run(check())


_MADE: dict[Path, bytes] = {}


async def a_whole_export(sqlite: Path, folders: pytest.TempPathFactory) -> bytes:
    """The export of a busy workspace, made once."""
    if sqlite not in _MADE:
        async with copied(sqlite, folders.mktemp("records")) as engine:
            await a_busy_workspace(make_begin(engine))
            _MADE[sqlite] = (await exported(make_begin(engine))).content
    return _MADE[sqlite]
