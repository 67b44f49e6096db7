# Everything one does with the project, on a plain machine: Python 3.11 or newer with venv, git, make.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

PYTHON ?= python3
PORT ?= 5000
export PORT
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet
ENVIRONMENT := $(VENV)/pyvenv.cfg
hash = $(shell cat requirements/$(1).txt setup.cfg | sha256sum | cut -c1-16)
# A stamp carries the hash of what was installed: as long as it stands, nothing is asked of anyone.
RUN := $(VENV)/run-$(call hash,run).stamp
DEV := $(VENV)/dev-$(call hash,dev).stamp
LOCK = $(BIN)/uv pip compile setup.cfg --universal --python-version 3.11 --generate-hashes \
	--custom-compile-command "make lock" --quiet --extra setup

.PHONY: help run test lint bench format sizes translations migration lock overview vendor screenshots clean

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

run: $(RUN)  ## the product with demo data on http://127.0.0.1:5000 (PORT=5001 for another)
	@$(BIN)/grannsamverkan run

test: $(DEV)  ## all tests, on SQLite and PostgreSQL (ARGS="-k sign" for some)
	@$(BIN)/python -m pytest -n auto --dist worksteal $(ARGS)

lint: $(DEV)  ## faults, types, templates, order of the rooms
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/djlint --lint --quiet grannsamverkan/templates
	@$(BIN)/lint-imports --config setup.cfg

bench: $(DEV)  ## does it stay fast when it grows? Ratios, and what is above its limit
	@$(BIN)/python -m bench

format: $(DEV)  ## code in its one form
	@$(BIN)/ruff check --fix --quiet .
	@$(BIN)/ruff format .

sizes: $(DEV)  ## lengths of functions and files, to look at
	@$(BIN)/python scripts/sizes.py

translations: $(DEV)  ## new texts into translations/en.po
	@$(BIN)/python scripts/translations.py

migration: $(DEV)  ## a migration from the changed tables: NAME=what_it_does
	@$(BIN)/python scripts/migration.py $(or $(NAME),$(error say NAME=what_it_does))

lock: $(DEV)  ## requirements/*.txt anew from setup.cfg
	@$(LOCK) -o requirements/run.txt
	@$(LOCK) --extra pg -c requirements/run.txt -o requirements/pg.txt
	@$(LOCK) --extra pg --extra dev -c requirements/run.txt -o requirements/dev.txt

overview: $(RUN)  ## rooms, tables, states, use cases, routes, jobs and mails of the running app
	@$(BIN)/grannsamverkan overview

vendor: $(DEV)  ## scripts and styles of others into static/vendor (needs npm)
	@$(BIN)/python scripts/vendor.py

screenshots: $(DEV)  ## the pictures of README.md, from the real pages (needs Chromium)
	@$(BIN)/python scripts/screenshots.py

clean:  ## away with environment and caches; instance/ with your data stays
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(ENVIRONMENT):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Say PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { echo "The venv module is needed (Debian: apt install python3-venv)."; exit 1; }

# The lock files hold all that is needed; the project itself is installed in place, offline.
$(VENV)/%.stamp: | $(ENVIRONMENT)
	@echo "Installing what $(firstword $(subst -, ,$*)) needs …"
	@$(PIP) --require-hashes --only-binary :all: -r requirements/$(firstword $(subst -, ,$*)).txt
	@$(PIP) --no-deps --no-build-isolation --no-index -e .
	@rm -f $(VENV)/$(firstword $(subst -, ,$*))-*.stamp
	@touch $@
