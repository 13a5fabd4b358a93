# Needs Python 3.11 to 3.13 and make, nothing else: all that is installed lands in .venv.
#   make PYTHON=python3.12                      another Python
#   make demo PIP_ARGS="--index-url URL"        handed to every pip install

PYTHON   ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
              $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
              && { echo $$p; break; }; done)
PIP_ARGS ?=
DATA     ?=
CLASSES  ?=
CHECK    ?=
ARGS     ?=

venv    := .venv/bin/python
install := PIP_ARGS='$(PIP_ARGS)' $(PYTHON) scripts/install.py

.DEFAULT_GOAL := help
.PHONY: help demo serve test check page client base clean

help:  ## Say what there is
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: page  ## See it work: a project, simulated annotators, a page to label in (DATA=file.csv: yours; CHECK=1: headless)
	@$(install) small
	@PIP_ARGS='$(PIP_ARGS)' exec $(venv) scripts/run_service.py demo $(if $(DATA),--data '$(DATA)') $(if $(CLASSES),--classes '$(CLASSES)') $(if $(filter-out 0,$(CHECK)),--check) $(ARGS)

serve: page  ## Run the service on http://127.0.0.1:8765
	@$(install) small
	@PIP_ARGS='$(PIP_ARGS)' exec $(venv) scripts/run_service.py serve $(ARGS)

test: page  ## Run every test, with PostgreSQL, Redis, a browser and the encoder
	@$(install) workers dev
	@exec $(venv) scripts/run_tests.py $(ARGS)

check: page  ## Run ruff, mypy and the quick tests
	@$(install) workers dev
	@$(venv) scripts/run_checks.py

page: base  ## Build the page into service/web/static, if frontend/ has changed
	@$(venv) scripts/build_page.py

client: base  ## Build the wheel of the Python client into dist/
	@$(venv) -m pip wheel --quiet --disable-pip-version-check --no-deps --no-build-isolation --wheel-dir dist ./postil
	@ls dist/postil_client-*.whl

base:
	@$(if $(PYTHON),,echo "Postil needs Python 3.11, 3.12 or 3.13. On Debian or Ubuntu: sudo apt-get install -y python3 python3-venv" >&2; exit 1)
	@$(install) base

clean:  ## Remove what was installed and built, and the demo's data
	rm -rf .venv .demo .prepared .page-hash build dist frontend/node_modules service/web/static
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
