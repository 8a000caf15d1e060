# policywatch: everything a newcomer, a developer and CI run. `make` lists the targets.
PYTHON ?= python3
FUZZ_SECONDS ?= 60
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow fuzz run check lint types format schemas wheel test-wheel coverage lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.installed ## the main job in half a minute: no account, no internet
	@$(BIN)/policywatch demo

run: $(VENV)/.installed ## the daemon on config/policywatch.yaml: real public feeds, alerts on this terminal
	@$(BIN)/policywatch run --config config/policywatch.yaml

test: $(VENV)/.installed-dev ## all everyday tests, in parallel
	@$(BIN)/python -m pytest -q -n auto -m "not slow"

test-slow: $(VENV)/.installed-dev ## the long tests: the daemon killed at every step, on both databases; the demo; the proofs
	@$(BIN)/python -m pytest -q -n auto -m slow
	@$(BIN)/python -m pytest -q -n auto -m proof --hypothesis-profile=proof

fuzz: $(VENV)/.installed-dev ## coverage-guided fuzzing of queries and settings, FUZZ_SECONDS=60 each
	@$(PIP) --only-binary atheris --editable '.[fuzz]' || { echo "make fuzz needs atheris, which has no wheel for \
	$$($(BIN)/python -V) on $$(uname -sm). The fuzz tests in make test run everywhere." >&2; exit 1; }
	@for target in query settings; do \
	  mkdir -p .fuzz/$$target; \
	  echo "fuzzing $$target for $(FUZZ_SECONDS) s; inputs that reach new code: .fuzz/$$target, that fail: .fuzz/" >&2; \
	  $(BIN)/python -m tests.fuzz.$$target -max_total_time=$(FUZZ_SECONDS) -timeout=10 -max_len=4096 \
	    -artifact_prefix=.fuzz/ -print_final_stats=1 .fuzz/$$target tests/fuzz/seeds/$$target || exit 1; \
	done

check: lint types test ## ruff, mypy strict, the architecture test and all everyday tests

lint: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	@$(BIN)/mypy

format: $(VENV)/.installed-dev ## bring the code into shape
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

schemas: $(VENV)/.installed ## write config/schema/ anew, after a key of the YAML files has changed
	@$(BIN)/policywatch schema config > config/schema/policywatch.schema.json.new
	@$(BIN)/policywatch schema watches > config/schema/watches.schema.json.new
	@cd config/schema && for name in policywatch watches; do mv $$name.schema.json.new $$name.schema.json; done

coverage: $(VENV)/.installed-dev ## which lines the tests reach
	@$(BIN)/python -m pytest -q -n auto --cov --cov-report=term-missing:skip-covered

wheel: $(VENV)/.installed-dev ## build dist/policywatch-*.whl
	@rm -rf dist && $(BIN)/python -m build --wheel --outdir dist . >/dev/null && ls dist

test-wheel: wheel ## install the wheel into an empty environment and use it away from the checkout
	@$(BIN)/python tests/wheel.py dist/*.whl

lock: $(VENV)/.installed-dev ## write the versions installed now to constraints.txt
	@{ echo "# Versions that the tests have passed with. Renew: make clean && : > constraints.txt && make lock"; \
	   $(BIN)/python -m pip list --format=freeze --exclude policywatch --exclude pip --exclude setuptools; } > constraints.txt

clean: ## remove what the targets above have made
	@rm -rf $(VENV) dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .fuzz

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "policywatch needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.12 ..." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "$(PYTHON) cannot make a virtual environment (on Debian: apt install python3-venv)" >&2; exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing policywatch into $(VENV) (once) ..."
	@$(PIP) --editable '.[postgres]'
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing policywatch and its test tools into $(VENV) (once) ..."
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.installed
