"""A record as a chain of events: what a link is made of, and what is noticed."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.chain import (
    Chain,
    Entry,
    Fault,
    Linked,
    fingerprint,
    first_break,
    link_of,
    salt_of,
)
from bot.domain.ids import DisputeId, TeamId
from bot.domain.words import plain
from tests.builders import HOUR, MONDAY

DISPUTE = DisputeId(TeamId("T1"), 12)
DEEDS = ("opened the dispute", "filed the case", "filed the case", "decided")


def an_entry(position: int = 0, **changes: Any) -> Entry:
    known = {
        "dispute": DISPUTE,
        "position": position,
        "deed": DEEDS[position % len(DEEDS)],
        "side": None,
        "by": "Maya",
        "at": MONDAY + position * HOUR,
        "before": "{}",
        "after": '{"opening":{"question":"Größer?"}}',
    }
    return Entry(**{**known, **changes})


def linked(*entries: Entry) -> tuple[Linked, ...]:
    links: list[Linked] = []
    for entry in entries:
        behind = links[-1].link if links else ""
        links.append(Linked(entry, link_of(entry, behind=behind, salt="5a17")))
    return tuple(links)


def a_chain(*links: Linked, version: int = 3, differing: tuple[str, ...] = ()) -> Chain:
    known = links or linked(*map(an_entry, range(version + 1)))
    return Chain(dispute=DISPUTE, version=version, links=known, ruling="", differing=differing)


def said(chain: Chain) -> str:
    broken = first_break(chain)
    return plain(broken.words) if broken else ""


# The recipe


def in_ten_lines(chain: Chain) -> list[str]:
    """The links by the recipe alone, as anybody would write it."""
    made, digits = [], ""
    for one in chain.links:
        e, salt = one.entry, one.link[64:]
        row = [digits, "T1", 12, e.position, e.deed, e.side, e.by]
        row += [e.at.strftime("%Y-%m-%dT%H:%M:%S.%f+00:00"), e.before, e.after, salt]
        text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
        digits = hashlib.sha256(text.encode()).hexdigest()
        made.append(digits + salt)
    return made


def test_the_recipe_gives_the_links() -> None:
    chain = a_chain()

    assert in_ten_lines(chain) == [one.link for one in chain.links]


def test_a_link_never_changes_from_one_program_to_the_next() -> None:
    assert link_of(an_entry(), behind="", salt="") == (
        "7c4b2e4383af46596f1910211645a1bc54c8d83c57c238136cbe8f0a9b925964"
    )


@pytest.mark.parametrize(
    "at", [MONDAY.replace(tzinfo=None), MONDAY.astimezone(timezone(timedelta(hours=9)))]
)
def test_an_instant_is_the_same_with_and_without_its_zone(at: datetime) -> None:
    one, other = an_entry(), an_entry(at=at)

    assert link_of(one, behind="", salt="") == link_of(other, behind="", salt="")


def test_a_fingerprint_is_the_first_sixteen_digits_in_groups() -> None:
    assert fingerprint("3f2a91bc07de55aa" + 48 * "0" + "5a17") == "3f2a 91bc 07de 55aa"
    assert fingerprint("") == ""


def test_the_salt_stands_behind_the_digits() -> None:
    assert salt_of(link_of(an_entry(), behind="", salt="5a17")) == "5a17"


# What is noticed


def test_a_record_as_it_was_written_is_intact() -> None:
    assert first_break(a_chain()) is None


texts = st.text(alphabet='abü"\\{}', max_size=3)
others = {
    "deed": texts,
    "side": st.none() | texts,
    "by": st.none() | texts,
    "at": st.datetimes(timezones=st.just(UTC)),
    "before": texts,
    "after": texts,
    "position": st.integers(-3, 9),
    "dispute": st.builds(DisputeId, texts.map(TeamId), st.integers(1, 20)),
}


@given(place=st.integers(0, 3), field=st.sampled_from(sorted(others)), data=st.data())
def test_whichever_field_of_whichever_event_is_changed_it_is_found_there(
    place: int, field: str, data: st.DataObject
) -> None:
    chain = a_chain()
    was = chain.links[place]
    other = data.draw(others[field].filter(lambda value: value != getattr(was.entry, field)))
    changes: dict[str, Any] = {field: other}
    changed = replace(was, entry=replace(was.entry, **changes))

    broken = first_break(replace(chain, links=with_one(chain, place, changed)))
    assert broken is not None
    assert broken.number == place + 1


@given(place=st.integers(0, 3), digit=st.integers(0, 67))
def test_whichever_digit_of_a_link_is_changed_it_is_found_there(place: int, digit: int) -> None:
    chain = a_chain()
    was = chain.links[place]
    other = "1" if was.link[digit] == "0" else "0"
    changed = replace(was, link=was.link[:digit] + other + was.link[digit + 1 :])

    broken = first_break(replace(chain, links=with_one(chain, place, changed)))
    assert broken is not None
    assert broken.number == place + 1


def with_one(chain: Chain, place: int, changed: Linked) -> tuple[Linked, ...]:
    return (*chain.links[:place], changed, *chain.links[place + 1 :])


def test_an_event_that_was_changed_and_linked_anew_breaks_the_next_one() -> None:
    chain = a_chain()
    forged = linked(an_entry(0), an_entry(1, by="Jonas"))[1]

    assert said(replace(chain, links=with_one(chain, 1, forged))) == (
        "event 3 (filed the case, Mon 2 March 2026, 12:00 UTC) is not what was written"
    )


@pytest.mark.parametrize("place", range(4))
def test_an_event_that_was_taken_out_is_missing(place: int) -> None:
    links = a_chain().links

    assert said(a_chain(*links[:place], *links[place + 1 :])) == f"event {place + 1} is missing"


def test_without_any_event_the_first_is_missing() -> None:
    assert said(replace(a_chain(), links=())) == "event 1 is missing"


def test_an_event_behind_the_last_one_was_added() -> None:
    links = linked(*map(an_entry, range(5)))

    assert said(a_chain(*links)) == (
        "event 5 (opened the dispute, Mon 2 March 2026, 14:00 UTC) was added behind the last one"
    )


def test_an_event_far_behind_the_last_one_was_added_too() -> None:
    links = (*a_chain().links, Linked(an_entry(9), "0"))

    broken = first_break(a_chain(*links))
    assert broken is not None
    assert (broken.fault, broken.number) == (Fault.ADDED, 10)


def test_events_in_another_order_are_not_what_was_written() -> None:
    first, second, third, fourth = a_chain().links
    places = (replace(third.entry, position=1), replace(second.entry, position=2))
    swapped = (Linked(places[0], third.link), Linked(places[1], second.link))

    broken = first_break(a_chain(first, *swapped, fourth))
    assert broken is not None
    assert (broken.fault, broken.number) == (Fault.CHANGED, 2)


def test_a_dispute_that_is_not_as_its_events_left_it_is_told() -> None:
    assert said(a_chain(differing=("its ruling is", "its outcomes are"))) == (
        "its ruling is not as its 4 events left it"
    )


def test_a_deed_that_nobody_can_do_is_not_repeated() -> None:
    chain = a_chain()
    forged = replace(chain.links[3], entry=an_entry(3, deed="<!channel> " * 999))

    assert said(replace(chain, links=with_one(chain, 3, forged))) == (
        "event 4 (Mon 2 March 2026, 13:00 UTC) is not what was written"
    )
