# Everything runs in a virtual environment of its own, made here when it is missing or when pyproject.toml or
# constraints.txt changed. Only Python 3.11 or 3.12 and make are needed.

SHELL := /bin/sh
# The first that runs; pins are tested with these two.
PYTHON ?= $(shell for it in python3.11 python3.12; do $$it -c "" 2>/dev/null && echo $$it && exit; done; echo python3)
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
DEMO_DB := demo.sqlite
# in the order of tests/conftest.py
PYTEST := $(BIN)/python -m pytest -q -n 2 --dist loadgroup --no-loadscope-reorder

.PHONY: help demo test test-slow test-all check dictionary clean
.DELETE_ON_ERROR:

help:
	@echo "make demo      load fixtures/ into $(DEMO_DB) and print what is in it"
	@echo "make test      run the quick tests"
	@echo "make test-slow run the others"
	@echo "make test-all  run both, at once"
	@echo "make check     lint, formatting, types and the direction of imports"
	@echo "make dictionary write docs/data-dictionary.md again from the tables and views"
	@echo "make clean     remove the virtual environment, the demo's database and caches"

demo: $(VENV)/.base
	rm -f $(DEMO_DB)
	$(BIN)/councilplans load --db $(DEMO_DB) fixtures
	$(BIN)/councilplans list --db $(DEMO_DB)

test: $(VENV)/.full
	$(PYTEST) -m "not slow"

test-slow: $(VENV)/.full
	$(PYTEST) -m slow

test-all: $(VENV)/.full
	$(PYTEST)

check: $(VENV)/.full
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

dictionary: $(VENV)/.base
	$(BIN)/python -m store.dictionary > docs/data-dictionary.md

clean:
	rm -rf $(VENV) $(DEMO_DB) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

# The package alone, as a user installs it, and with the tools for its tests and checks. Setuptools comes first
# and from the same pins, so that building the package fetches nothing of another version.

$(VENV)/.python: pyproject.toml constraints.txt
	@version="$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null)"; \
	case "$$version" in 3.11|3.12) ;; *) \
		echo "make: Python 3.11 or 3.12 is needed; $(PYTHON) is $${version:-not one that runs}." \
			"Set PYTHON=/path/to/python3.11" >&2; exit 1;; \
	esac
	$(PYTHON) -m venv $(VENV)
	$(PIP) install -q -c constraints.txt setuptools
	touch $@

$(VENV)/.base: $(VENV)/.python
	$(PIP) install -q --no-build-isolation -c constraints.txt -e .
	touch $@

$(VENV)/.full: $(VENV)/.python
	$(PIP) install -q --no-build-isolation -c constraints.txt -e ".[test,check]"
	touch $(VENV)/.base $@
