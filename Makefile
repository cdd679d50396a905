# Two commands do all the set-up on a machine with Python 3.11+ and make: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PO := $(wildcard translations/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

# `make test` may meet an environment that `make demo` made: it is a superset, so it is completed in place.
$(VENV)/run.stamp: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index -e .
	touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile --require-hashes -r requirements-dev.lock
	touch $@

# All catalogs in one process: there are many, and starting a compiler for each would take minutes.
COMPILE := import sys; from babel.messages import mofile, pofile; \
  [mofile.write_mo(open(po[:-2] + "mo", "wb"), pofile.read_po(open(po, "rb"))) for po in sys.argv[1:]]

$(VENV)/words.stamp: $(PO) $(VENV)/run.stamp
	@$(BIN)/python -c '$(COMPILE)' $(PO)
	touch $@

.PHONY: setup
setup: $(VENV)/run.stamp $(VENV)/words.stamp ## Make the environment that runs Consult

.PHONY: setup-dev
setup-dev: $(VENV)/dev.stamp $(VENV)/words.stamp ## Make the environment that tests Consult

.PHONY: demo
demo: setup ## Set up, open the bundled poll in six languages and serve it on http://127.0.0.1:8000
	$(BIN)/consult demo

.PHONY: test
test: setup-dev check ## Set up and run every check and test
	$(BIN)/python -m pytest -n auto --ignore=tests/browser
	$(BIN)/python -m pytest -n 3 --dist loadfile tests/browser

.PHONY: check
check: setup-dev ## Format, lint, types and import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

.PHONY: bench
bench: setup-dev ## Measure speed and write docs/speed.md (not a test; about a quarter of an hour)
	$(BIN)/python tests/speed.py $(BENCH)
	$(BIN)/python tests/bench/capacity.py

.PHONY: endure
endure: setup-dev ## Kill, cut, fill and stop until something is lost; a soak of two hours (ENDURE="--minutes 5")
	$(BIN)/python tests/durability/endure.py $(ENDURE)

.PHONY: results
results: setup-dev ## Write docs/results.md anew (about half an hour)
	$(BIN)/python tests/results.py

.PHONY: prove
prove: setup-dev ## Attack an installation on both databases, write what was found to docs/anonymity.md
	$(BIN)/python tests/linkage/prove.py

.PHONY: mutants
mutants: setup-dev ## Change the disclosure control a little, see whether its tests notice (MUTANTS=--all: hours)
	$(BIN)/python tests/mutation/run.py $(MUTANTS)

.PHONY: security
security: setup-dev ## Print what is met of the security standard, with the test for each line, and what a second linter says
	$(BIN)/python tests/security/matrix.py --write
	$(BIN)/python tests/security/second_opinion.py

.PHONY: advisories
advisories: setup-dev ## Hold all pinned libraries against a copy of an advisory database (ADVISORIES=FOLDER; asks no network)
	$(BIN)/python tests/security/advisories.py "$(ADVISORIES)" --write

.PHONY: sbom
sbom: setup-dev ## Write docs/security/sbom.json, the list of components, from the lock file
	$(BIN)/python tests/security/components.py

.PHONY: pictures
pictures: setup-dev ## Draw the pictures of the README and of docs/office.md anew
	PYTHONPATH=tests/stock $(BIN)/python tests/browser/pictures.py
	CONSULT_PICTURES=docs/images/office $(BIN)/python -m pytest -q tests/browser/test_office_journey.py

LOCKING := --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --quiet
LOCKING += --custom-compile-command 'make lock'

.PHONY: lock
lock: ## Choose and pin all versions anew (needs uv on the PATH)
	uv pip compile $(LOCKING) pyproject.toml --extra analysis --extra dev --group build -o requirements-dev.lock
	uv pip compile $(LOCKING) pyproject.toml --extra analysis --group build -c requirements-dev.lock -o requirements.lock

# One catalog per part of the product, so that those who work on one do not meet those who work on another.
.PHONY: words
words: setup-dev ## Bring the catalogs up to date with the code (DOMAINS=name for one of them)
	$(BIN)/python tests/catalogs.py $(DOMAINS)

.PHONY: clean
clean: ## Remove the environment and compiled catalogs, never the data in instance/
	rm -rf $(VENV) $(MO) *.egg-info
