# csreader's tasks. `make` alone lists them.
#
#   make run PYTHON=python3.12      another interpreter
#   make test ARGS="-k layout"      some of the tests

PYTHON ?= python3
VENV   ?= .venv
ARGS   ?=

BIN    = $(VENV)/bin
# Set-up is done once, and again when what it depends on changes.
SETUP  = pyproject.toml constraints.txt
RUN_OK = $(VENV)/.run-ready
DEV_OK = $(VENV)/.dev-ready
SPACY_OK = $(VENV)/.spacy-ready
PIP    = $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: help run test readers check format bench screenshot docs dist clean

help: ## Show this list.
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile

run: $(RUN_OK) ## Open the app on the project's own posts.
	@$(KEEP_CODEBOOK)
	@$(BIN)/csreader posts $(ARGS)

test: $(DEV_OK) ## Run the tests, on all processors.
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

readers: $(SPACY_OK) ## Run the tests in which other programs read our files; installs those programs.
	@$(BIN)/python tests/exchange/readers/run.py $(ARGS)

check: $(DEV_OK) ## Check format, lint, types and the rooms' arrows; changes nothing.
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(DEV_OK) ## Format the code and put its imports in order.
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

bench: $(DEV_OK) ## Measure speed, as ratios against a reference in the same run.
	@$(BIN)/python -m benchmarks $(ARGS)

screenshot: $(DEV_OK) ## Draw the README's picture of the app.
	@TEXTUAL_COLOR_SYSTEM=truecolor $(BIN)/python -m docs.screenshot

docs: $(DEV_OK) ## Write the README's table of keys, and the examples of docs/formats.md.
	@$(BIN)/python -m docs.keys
	@$(BIN)/python -m docs.examples

dist: $(DEV_OK) ## Build the wheel and the source distribution.
	@$(BIN)/python -m build --outdir dist

clean: ## Remove what the other tasks made.
	@rm -rf $(VENV) .readers build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# A new tag made while trying the app is written to the codebook that is shipped; this
# keeps such a trial out of `git status`. CONTRIBUTING.md says how to change it for good.
KEEP_CODEBOOK = git update-index --skip-worktree annotations/codebook.json 2>/dev/null || true

# One clear line when the interpreter cannot serve.
define NEEDS
command -v $(PYTHON) >/dev/null 2>&1 || { echo "csreader: $(PYTHON) was not found; install Python 3.11 or newer, or say make PYTHON=/path/to/python3" >&2; exit 1; }; \
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "csreader: $(PYTHON) is too old; Python 3.11 or newer is needed: make PYTHON=python3.12" >&2; exit 1; }; \
$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "csreader: $(PYTHON) cannot make virtual environments; install its venv package (on Debian and Ubuntu: apt install python3-venv)" >&2; exit 1; }
endef

$(BIN)/python:
	@$(NEEDS)
	@echo "Setting up $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(RUN_OK): $(BIN)/python $(SETUP)
	@$(PIP) --editable .
	@touch $@

$(DEV_OK): $(BIN)/python $(SETUP)
	@echo "Installing what the tests need ..."
	@$(PIP) --editable '.[dev]'
	@touch $(RUN_OK) $@

# Where spaCy cannot be installed, its tests are skipped.
$(SPACY_OK): $(DEV_OK)
	@echo "Installing spaCy ..."
	@$(PIP) --editable '.[dev,spacy]' || echo "spaCy cannot be installed; its tests are skipped"
	@touch $@
