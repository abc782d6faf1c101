"""Slack's mrkdwn as HTML.

docs.slack.dev/messaging/formatting-message-text.
"""

import re
from html import escape
from itertools import count

from sandbox.page.markup import Html, h, join
from sandbox.page.moments import draw_moment
from sandbox.page.reader import Reader

# Parts that are done are kept aside under a mark that nobody can type: marks are taken out first.
_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_MARKS = str.maketrans("", "", _OPEN + _CLOSE)
_ASIDE = re.compile(
    r"```\n?(?P<block>.+?)\n?```|`(?P<code>[^`\n]+)`|<(?P<marked>[^<>\n]+)>", re.DOTALL
)
_BARE = re.compile(r"https?://[^\s<>|\ue000]*[^\s<>|\ue000.,;:!?)\]'\"]")
_DATE = re.compile(
    r"!date\^(?P<at>\d+)\^(?P<pattern>[^^|]+)(?:\^[^|]*)?\|(?P<fallback>.*)", re.DOTALL
)
_STYLES = tuple(
    (re.compile(rf"(?<![\w{sign}]){sign}(?=\S)([^{sign}\n]+?)(?<=\S){sign}(?![\w{sign}])"), tag)
    for sign, tag in ((r"\*", "strong"), ("_", "em"), ("~", "s"))
)
_QUOTED = re.compile(r"(?:^&gt;[^\n]*(?:\n|$))+", re.MULTILINE)
_SIGN = re.compile(r"^&gt; ?", re.MULTILINE)
_LINKED = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


def draw_mrkdwn(text: str, reader: Reader, *, verbatim: bool = True) -> Html:
    """A text in mrkdwn; unless `verbatim`, bare addresses become links."""
    done: dict[str, Html] = {}
    numbers = count()

    def put_aside(part: Html) -> str:
        number = str(next(numbers))
        done[number] = part
        return f"{_OPEN}{number}{_CLOSE}"

    clean = text.translate(_MARKS)
    marked = _ASIDE.sub(lambda found: put_aside(_draw_aside(found, reader)), clean)
    if not verbatim:
        marked = _BARE.sub(lambda found: put_aside(draw_link(unescape(found[0]))), marked)
    styled = _draw_styles(escape(unescape(marked)))
    return Html(_MARK.sub(lambda found: done[found[1]], styled))


def unescape(text: str) -> str:
    """A text with the three characters that Slack escapes as they were."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def escape_for_slack(text: str) -> str:
    """A text as Slack keeps it when somebody types it: nothing in it is markup of Slack's."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def draw_link(url: str, label: str = "") -> Html:
    """A link that opens elsewhere; what is no web or mail address stays text."""
    if not _LINKED.match(url):
        return join(label or url)
    shown = label or url.removeprefix("mailto:")
    return h("a", shown, href=url, target="_blank", rel="noopener noreferrer")


def draw_mention(person_id: str, reader: Reader) -> Html:
    """A person's name, standing out more where it is the reader's own."""
    mine = " is-me" if person_id == reader.me else ""
    return h("span", f"@{reader.name_of(person_id)}", class_=f"mention{mine}")


def draw_place(channel_id: str, reader: Reader) -> Html:
    """A channel's name, as far as the reader may know it."""
    return h("span", f"#{reader.channels.get(channel_id, 'private-channel')}", class_="mention")


def _draw_aside(found: re.Match[str], reader: Reader) -> Html:
    if found["block"] is not None:
        return h("pre", unescape(found["block"]))
    if found["code"] is not None:
        return h("code", unescape(found["code"]))
    return _draw_marked(found["marked"], reader)


def _draw_marked(marked: str, reader: Reader) -> Html:
    if date := _DATE.fullmatch(marked):
        return draw_moment(int(date["at"]), unescape(date["pattern"]), reader)
    target, _, label = marked.partition("|")
    match target[0]:
        case "@":
            return draw_mention(target[1:], reader)
        case "#":
            return draw_place(target[1:], reader)
        case "!":
            return h("span", label or f"@{target[1:].partition('^')[0]}", class_="mention")
        case _:
            return draw_link(unescape(target), unescape(label))


def _draw_styles(escaped: str) -> str:
    for pattern, tag in _STYLES:
        escaped = pattern.sub(rf"<{tag}>\1</{tag}>", escaped)
    return _QUOTED.sub(_draw_quote, escaped)


def _draw_quote(found: re.Match[str]) -> str:
    return f"<blockquote>{_SIGN.sub('', found[0]).rstrip()}</blockquote>"
