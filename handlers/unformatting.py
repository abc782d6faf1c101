"""Slack's markup turned back into the plain text that people see."""

import re

_MARKED = re.compile(r"<((?:[@#!]|[a-z][a-z0-9+.-]*:)[^<>]*)>", re.IGNORECASE)
_EMPHASIS = re.compile(r"(?<!\w)([*_~])(?=\S)([^\n]+?)(?<=\S)\1(?!\w)")
_NAMELESS = {"@": "@somebody", "#": "#channel", "!subteam": "@group"}


def unescape(text: str) -> str:
    """Text as it was typed: `&`, `<` and `>` instead of what Slack sends for them."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def unformat(text: str) -> str:
    """A message as plain text in one line, as far as its markup tells what people see."""
    named = _MARKED.sub(_say, text).replace("`", "")
    lines = (line.removeprefix("&gt;") for line in _EMPHASIS.sub(r"\2", named).splitlines())
    return unescape(" ".join(" ".join(lines).split()))


def _say(found: re.Match[str]) -> str:
    """What people see of `<@U1|ada>`, `<#C1>`, `<!here>` or `<https://acme.test|our site>`."""
    target, _, label = found[1].partition("|")
    if target[0] in "@#":
        return f"{target[0]}{label}" if label else _NAMELESS[target[0]]
    if target[0] == "!":
        name, _, _ = target.partition("^")
        return label or _NAMELESS.get(name, f"@{name[1:]}")
    return label or target.removeprefix("mailto:")
