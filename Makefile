# make demo    clean the seeds and show the result
# make test    run the tests
# make lint    formatting, lint, types
# make clean   remove what these made

.PHONY: demo test lint clean
.DELETE_ON_ERROR:

# The first Python that is new enough and can make an environment; name another with `make PYTHON=… `.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.14 python3.11 python; do \
	if $$python -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; \
	then echo $$python; break; fi; done)

BIN := .venv/bin

demo: .venv/.installed
	$(BIN)/cleaner clean seeds/ -o out/demo.jsonl --force --quiet
	$(BIN)/cleaner clean seeds/ -o out/demo --format md --force
	@echo "As JSON lines: out/demo.jsonl"

test: .venv/.installed-dev
	$(BIN)/python -m pytest

lint: .venv/.installed-dev
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy --strict cleaner/

clean:
	rm -rf .venv build dist out .mypy_cache .pytest_cache .ruff_cache .hypothesis .tox
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

# The environment is remade when the dependencies change; the package itself is installed as a link to this folder.
.venv/.installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

.venv/.installed-dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dev,io,dedup,train]'
	@touch $@ .venv/.installed

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or later with venv found: install one, or name it: make PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv .venv
