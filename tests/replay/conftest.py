import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from bot.cli import app
from tests.replay.files import a_dispute

Replay = Callable[..., Result]
"""`roadmap-bot replay` on a text, or on values written as YAML."""

Settle = Callable[..., dict[str, Any]]
"""The report on one dispute with these fields."""


@pytest.fixture
def replay(tmp_path: Path) -> Replay:
    def run(content: Any, *options: str) -> Result:
        text = content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False)
        file = tmp_path / "disputes.yaml"
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(app, ["replay", str(file), *options])

    return run


@pytest.fixture
def settle(replay: Replay) -> Settle:
    def run(**fields: Any) -> dict[str, Any]:
        result = replay({"disputes": [a_dispute(**fields)]}, "--json")
        assert result.exit_code == 0, result.output
        (report,) = json.loads(result.stdout)
        return dict(report)

    return run
