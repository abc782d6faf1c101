from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from bot.cli import app

Replay = Callable[..., Result]
"""`roadmap-bot replay` on a text, or on values written as YAML."""


@pytest.fixture
def replay(tmp_path: Path) -> Replay:
    def run(content: Any, *options: str) -> Result:
        text = content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False)
        file = tmp_path / "disputes.yaml"
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(app, ["replay", str(file), *options])

    return run
