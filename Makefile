# Every target sets itself up in .venv; it needs Python 3.11 or later and make, nothing else.
PYTHON ?= $(shell command -v python3.11 || command -v python3.12 || command -v python3.13 || echo python3)
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
LOCKS := requirements.txt requirements-sandbox.txt requirements-dev.txt requirements-bootstrap.txt
COMPILE = $(BIN)/uv pip compile --quiet --system-certs --universal --generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" --python-version 3.11

PORT ?= 3000
BROWSERS := chromium chromium-browser google-chrome

.DEFAULT_GOAL := help
.PHONY: help sandbox check test coverage soak fuzz browser pictures bench audit fmt lock clean

help: ## Say what there is to make
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

$(READY): $(LOCKS) pyproject.toml
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-bootstrap.txt
	$(BIN)/uv pip sync --quiet --system-certs --python $(BIN)/python --require-hashes $(LOCKS)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $(READY)

sandbox: $(READY) ## Try it out: a small Slack in the browser (PORT=3000)
	@$(BIN)/roadmap-bot sandbox --port $(PORT) $(ARGS)

check: $(READY) ## Lint, format, types and import contracts
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

test: $(READY) ## Every test, and full branch coverage of the rules
	$(BIN)/coverage run -m pytest tests/domain
	$(BIN)/coverage report --include='bot/domain/*' --fail-under=100
	$(BIN)/pytest --ignore=tests/domain

coverage: $(READY) ## Every test again, slowly, and what they leave out
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report

soak: $(READY) ## Kill it again and again, and count what was lost or doubled (SOAK_SECONDS=60)
	$(BIN)/python -m tests.soak

fuzz: $(READY) ## Send it random requests, and look for failures and leaks (FUZZ_PAYLOADS=100000)
	$(BIN)/python -m tests.fuzz

browser: ## Install the browser that tests/browser needs, where none is found
	@for browser in $(BROWSERS); do command -v $$browser >/dev/null && exit 0; done; \
	if test "$$(id -u)" = 0 && command -v apt-get >/dev/null; then \
		apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq chromium fonts-liberation; \
	else \
		echo "Install chromium, as with: sudo apt-get install chromium" >&2; exit 1; \
	fi

pictures: $(READY) ## Take the pictures in docs/pictures anew, from the running sandbox
	$(BIN)/python -m tests.browser.pictures

bench: $(READY) ## How fast a case is filed, a window is ruled, people are reminded
	$(BIN)/python -m benchmarks

audit: $(READY) ## Ask whether a locked dependency has a known hole
	$(BIN)/pip-audit --strict --disable-pip --require-hashes $(LOCKS:%=-r %)

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
