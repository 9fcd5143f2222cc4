# A fresh machine needs Python 3.11 or later (with venv and pip), make and git. `make demo`, `make test`; the rest is for development.
PYTHON ?= $(firstword $(shell for p in python3 python3.11 python3.12 python3.13 python3.14; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p; done; true) python3)
BIN := .venv/bin
FUZZ_SECONDS ?= 60

.PHONY: demo test dev lint format types imports wheel bench fuzz check lock clean

demo: .venv/.ready  ## evaluate an example (exit 3 is its answer: two facts are missing)
	$(BIN)/doctrine evaluate examples/visio.need.yaml || test $$? -eq 3

test: .venv/.ready  ## all the tests
	$(BIN)/pytest

dev: .venv/.ready  ## set up only

lint: .venv/.ready
	$(BIN)/ruff check . && $(BIN)/ruff format --check .

format: .venv/.ready
	$(BIN)/ruff check --fix . && $(BIN)/ruff format .

types: .venv/.ready
	$(BIN)/mypy

imports: .venv/.ready
	$(BIN)/lint-imports --no-logo --no-cache

wheel: .venv/.ready  ## build wheel and sdist, install each in a fresh venv, run them
	$(BIN)/pytest tests/test_packaging.py

bench: .venv/.ready
	$(BIN)/python benchmarks/startup.py && $(BIN)/python benchmarks/scale.py && $(BIN)/python benchmarks/robustness.py
	$(BIN)/python benchmarks/check.py && $(BIN)/python benchmarks/record.py

fuzz: .venv/.ready  ## any bytes as any of our files, for FUZZ_SECONDS (atheris)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-fuzz.txt
	$(BIN)/python tests/fuzz/fuzz_files.py -max_total_time=$(FUZZ_SECONDS) -rss_limit_mb=4096 -timeout=10

check: lint types imports test

lock: .venv/.ready  ## pin again, with hashes, under the oldest Python supported
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --no-emit-options --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file requirements-dev.txt pyproject.toml requirements-dev.in

clean:
	rm -rf dist build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage

.venv/.ready: requirements-dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("doctrine needs Python 3.11 or later; $(PYTHON) is " + sys.version.split()[0] + ": make PYTHON=python3.12 ..." if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
