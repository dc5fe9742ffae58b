# Each wish is one command, on a fresh machine too: what is missing is installed first, into .venv.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := run
.PHONY: run test lint eval bench prove herd catalog train-clip

BIN := .venv/bin
# A name may exist and still not run (a version manager's shim), and Debian ships Python without venv.
FIND_PYTHON := for name in python3.13 python3.12 python3.11 python3; do \
	if $$name -c 'import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	echo $$name; exit 0; fi; done; \
	echo "No Python of 3.11 or later with venv was found (Debian: apt install python3-venv)." >&2; exit 1
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input -c constraints.txt

run: .venv/.installed
	@$(BIN)/truecart serve

test: .venv/.installed-test
	@$(BIN)/pytest -n 2

lint: .venv/.installed-test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy

eval: .venv/.installed
	@$(BIN)/truecart eval

bench: .venv/.installed
	@$(BIN)/python -m evals.bench && $(BIN)/python -m evals.bench.vision

prove: .venv/.installed-test
	@$(BIN)/python -m evals.proof $(PROVE)

herd: .venv/.installed
	@$(BIN)/python -m evals.herd $(HERD)

train-clip: .venv/.installed-train
	@$(BIN)/python -W ignore -m tools.vision.clip.training $(TRAIN)

catalog: .venv/.installed
	@$(BIN)/truecart catalog demo

$(BIN)/python:
	@python=$$($(FIND_PYTHON)); echo "Making .venv with $$($$python --version)."; $$python -m venv .venv

.venv/.installed: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Truecart into .venv; the first time takes some minutes."
	@$(PIP) -e .
	@touch $@

.venv/.installed-test: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Truecart and what its tests need into .venv; the first time takes some minutes."
	@$(PIP) -e '.[test]'
	@touch .venv/.installed $@

.venv/.installed-train: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Truecart and what training needs into .venv; the first time takes some minutes."
	@$(PIP) -e '.[train]'
	@touch .venv/.installed $@
