import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from bot.domain.window import WINDOW
from handlers.preflight import SCOPES
from storage.tables import METADATA

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
RULES = re.findall(r"^- (.+)$", (ROOT / "docs" / "rules.md").read_text("utf-8"), re.MULTILINE)


@cache
def marked_rules() -> frozenset[str]:
    """The sentences of every `@pytest.mark.rule("…")` in the tests."""
    return frozenset(_marked_rules())


def _marked_rules() -> Iterator[str]:
    for file in (ROOT / "tests").rglob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(attr="rule"), args=[ast.Constant(value=str(rule))]
                ):
                    yield rule


@pytest.mark.parametrize("rule", RULES)
def test_each_sentence_of_the_rules_has_its_test(rule: str) -> None:
    assert rule in marked_rules()


def test_each_marked_test_shows_a_sentence_of_the_rules() -> None:
    assert marked_rules() - set(RULES) == set()


def test_no_rule_stands_twice() -> None:
    assert len(set(RULES)) == len(RULES)


def test_readme_and_rules_say_as_many_days_as_the_window_has() -> None:
    assert WINDOW.days == 7
    assert "open for seven days" in README
    assert "The window is seven days, for every dispute." in RULES


def test_the_readme_shows_what_replay_really_prints() -> None:
    shown = re.search(
        r"\$ \.venv/bin/roadmap-bot replay (\S+)\n(.+?)…\n(.+?)```", README, re.DOTALL
    )
    assert shown is not None
    printed = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bot", "replay", shown[1]],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    ).stdout

    assert printed.startswith(shown[2])
    assert printed.endswith(shown[3])


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", *Path("docs").glob("*.md")])
def test_every_link_leads_to_a_file(document: Path | str) -> None:
    folder = (ROOT / document).parent
    links = re.findall(r"\]\((?!https?:)([^)#]+)", (ROOT / document).read_text("utf-8"))

    assert [link for link in links if not (folder / link).exists()] == []


def test_the_page_for_the_engineer_names_every_table_and_every_scope() -> None:
    operate = (ROOT / "docs" / "operate.md").read_text("utf-8")
    kept, scopes = operate.partition("## Scopes")[::2]

    assert [name for name in METADATA.tables if f"`{name}`" not in kept] == []
    assert set(re.findall(r"`([a-z]+(?::[a-z]+)?)`", scopes.partition("## ")[0])) == SCOPES


TARGETS = (
    *("sandbox", "check", "test", "coverage", "soak", "fuzz", "browser", "pictures"),
    *("bench", "audit", "fmt", "lock"),
)


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_that_is_told_of_is_in_the_makefile(target: str) -> None:
    assert f"`make {target}`" in (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert re.search(rf"^{target}:.*## ", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


def test_every_module_of_the_domain_is_on_the_map() -> None:
    architecture = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    modules = [file.name for file in (ROOT / "bot" / "domain").glob("[!_]*.py")]

    assert [module for module in modules if module not in architecture] == []
