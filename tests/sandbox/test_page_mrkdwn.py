"""mrkdwn as HTML: what it marks is marked, and nothing that is typed becomes markup."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.page.mrkdwn import draw_mrkdwn, escape_for_slack, unescape
from sandbox.page.reader import Reader

READER = Reader(
    me="U1ADA",
    zone=ZoneInfo("Asia/Tokyo"),
    now=datetime(2026, 3, 2, 9, tzinfo=UTC),
    people={"U1ADA": "Ada", "U2BEN": "Ben"},
    channels={"C1": "roadmap"},
)
SLACKISH = st.text(st.sampled_from("ab *_~`<>&|@#!^\n{}\ue000\ue0010\"'/:"), max_size=60)


class Seen(HTMLParser):
    """The text that a browser would show, and the tags it would make."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags = "", set[str]()
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize(
    ("mrkdwn", "html"),
    [
        ("*bold* and _italic_", "<strong>bold</strong> and <em>italic</em>"),
        ("~gone~ `co*d*e`", "<s>gone</s> <code>co*d*e</code>"),
        ("*both _at once_*", "<strong>both <em>at once</em></strong>"),
        ("2*3*4 and snake_case_name", "2*3*4 and snake_case_name"),
        ("```two\nlines```", "<pre>two\nlines</pre>"),
        ("&gt; said\nanswered", "<blockquote>said</blockquote>answered"),
        ("a &amp; b &lt;i&gt;", "a &amp; b &lt;i&gt;"),
    ],
)
def test_marks_become_elements(mrkdwn: str, html: str) -> None:
    assert draw_mrkdwn(mrkdwn, READER) == html


def test_a_person_is_named_and_the_reader_stands_out() -> None:
    shown = draw_mrkdwn("*<@U2BEN>* asks <@U1ADA> in <#C1>", READER)

    assert '<strong><span class="mention">@Ben</span></strong>' in shown
    assert '<span class="mention is-me">@Ada</span>' in shown
    assert '<span class="mention">#roadmap</span>' in shown


def test_a_channel_the_reader_cannot_see_keeps_its_name_to_itself() -> None:
    assert "#private-channel" in draw_mrkdwn("<#C9|secret-plans>", READER)


def test_a_link_opens_elsewhere_and_anything_but_the_web_stays_text() -> None:
    shown = draw_mrkdwn(
        "<https://example.com/?a=1&amp;b=2|here> <javascript:alert(1)|there>", READER
    )

    assert 'href="https://example.com/?a=1&amp;b=2"' in shown
    assert shown.endswith(" there")
    assert "javascript" not in shown


def test_bare_addresses_become_links_unless_the_text_is_verbatim() -> None:
    text = "See https://example.com/a_b_c."

    assert Seen(draw_mrkdwn(text, READER, verbatim=False)).tags == {"a"}
    assert Seen(draw_mrkdwn(text, READER)).tags == set()


def test_a_date_is_told_in_the_readers_zone() -> None:
    shown = draw_mrkdwn("<!date^1772445600^{date_long_pretty}, {time}|Mon 2 March>", READER)

    assert Seen(shown).text == "today, 19:00"


@given(SLACKISH)
def test_nothing_that_is_typed_becomes_markup_or_is_lost(typed: str) -> None:
    seen = Seen(draw_mrkdwn(escape_for_slack(typed), READER))

    assert seen.tags <= {"strong", "em", "s", "code", "pre", "blockquote"}
    letters = [one for one in typed if one in "ab|@#!^{}\"'/:"]
    assert [one for one in seen.text if one in "ab|@#!^{}\"'/:"] == letters


@given(st.text())
def test_what_slack_escapes_can_be_read_again(typed: str) -> None:
    assert unescape(escape_for_slack(typed)) == typed
