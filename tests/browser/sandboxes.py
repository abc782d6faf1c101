"""The sandbox as its own process, as `make sandbox` starts it."""

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.processes import free_port


@contextmanager
def sandbox(*arguments: str) -> Iterator[str]:
    """The address of a sandbox that can be used, until the end of the block."""
    with _running("bot", "sandbox", "--port", str(free_port()), *arguments) as address:
        yield address


@contextmanager
def throwaway() -> Iterator[str]:
    """The address of a sandbox with a bot that does nothing by itself (throwaway.py)."""
    with _running("tests.browser.throwaway", str(free_port())) as address:
        yield address


@contextmanager
def _running(module: str, *arguments: str) -> Iterator[str]:
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            yield _address(process)
        finally:
            process.terminate()
            process.wait(10)


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    said = process.stdout.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+", said)
    assert found, said
    return found[0]
