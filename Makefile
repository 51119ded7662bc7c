# make demo: set up and run the example; make test: lint, types, tests with coverage; make bench: the figures; make docs: docs/operations.md.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test lint types tests bench docs clean

$(VENV)/.made: pyproject.toml Makefile
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --group dev --editable .
	touch $@

demo: $(VENV)/.made
	$(BIN)/python -m pytest examples -q
	$(BIN)/python -m examples.signup

test: lint types tests

lint: $(VENV)/.made
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.made
	$(BIN)/mypy
	$(BIN)/mypy typing_tests

tests: $(VENV)/.made
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

bench: $(VENV)/.made
	$(BIN)/python -m benchmarks

docs: $(VENV)/.made
	$(BIN)/python docs/generate_operations.py

clean:
	rm -rf $(VENV) .coverage* .mypy_cache .pytest_cache .ruff_cache .hypothesis
