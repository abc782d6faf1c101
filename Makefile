# Every target sets itself up in .venv; it needs Python 3.11 or later and make, nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || echo python3)
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
LOCKS := requirements.txt requirements-sandbox.txt requirements-dev.txt requirements-bootstrap.txt
COMPILE = $(BIN)/uv pip compile --quiet --system-certs --universal --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --python-version 3.11

.DEFAULT_GOAL := help
.PHONY: help check test bench fmt lock clean

help: ## Say what there is to make
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

$(READY): $(LOCKS) pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.txt
	$(BIN)/uv pip sync --quiet --system-certs --python $(BIN)/python --require-hashes $(LOCKS)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(READY)

check: $(READY) ## Lint, format, types and import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

test: $(READY) ## Every test, and full branch coverage of the rules
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report --include='bot/domain/*' --fail-under=100
	$(BIN)/coverage report

bench: $(READY) ## How fast a case is filed, beside listeners that do nothing
	$(BIN)/python -m benchmarks

fmt: $(READY) ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

lock: $(READY) ## Lock the dependencies anew, with hashes
	$(COMPILE) pyproject.toml -o requirements.txt
	$(COMPILE) pyproject.toml --extra sandbox -c requirements.txt -o requirements-sandbox.txt
	$(COMPILE) --group dev -c requirements-sandbox.txt -o requirements-dev.txt
	$(COMPILE) --group bootstrap -o requirements-bootstrap.txt

clean: ## Remove what make has made
	rm -rf $(VENV) .coverage .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info
