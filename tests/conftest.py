import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "rule(sentence): the sentence of docs/rules.md that it shows"
    )
