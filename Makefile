# Commands for development and CI. `make run` needs only Python 3.11+ and make.

PORT ?= 8000
PYTHON ?= $(shell for p in python3.11 python3.12 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv/bin
RUNTIME := .venv/.runtime
INSTALLED := .venv/.installed
PIP_INSTALL := $(VENV)/python -m pip install --quiet --disable-pip-version-check --require-hashes
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/postgres
TEST_REDIS_URL ?= redis://127.0.0.1:6379/15

.PHONY: help install run worker test test-postgres contract faults fuzz e2e screenshots lint format migrations schema lint-schema permissions lock audit sbom release-check bench clean

help:  ## List the targets
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

$(RUNTIME): requirements.txt
	$(PYTHON) -m venv .venv
	$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(INSTALLED): requirements-dev.txt $(RUNTIME)
	$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

install: $(INSTALLED)  ## Install everything for development into .venv, locked and hashed

run: $(RUNTIME)  ## Serve the library on PORT (8000); an empty database gets the sample
	@$(VENV)/python manage.py migrate --verbosity 0
	@$(VENV)/python manage.py load_sample --if-empty
	@printf '\n  Counterpoint: http://127.0.0.1:$(PORT)/\n  Admin:        http://127.0.0.1:$(PORT)/admin/  (account: $(VENV)/python manage.py createsuperuser)\n  Stop:         Ctrl-C\n\n'
	@exec $(VENV)/python manage.py runserver --noreload 127.0.0.1:$(PORT)

worker: $(RUNTIME)  ## Run a Celery worker for each queue and beat (needs REDIS_URL)
	@trap 'kill $$! 2>/dev/null' EXIT INT TERM; \
	$(VENV)/celery -A config worker -Q $(QUEUE)-scoring --hostname scoring@%h --concurrency 2 --loglevel INFO & \
	$(VENV)/celery -A config worker -Q $(QUEUE) --hostname short@%h --beat --concurrency 2 --loglevel INFO
QUEUE = $(or $(CELERY_QUEUE),counterpoint)

test: install  ## Run the tests on SQLite; no server needed
	$(VENV)/pytest -n auto

test-postgres: install  ## Run the tests on PostgreSQL and Redis, with real worker processes
	DATABASE_URL=$(TEST_DATABASE_URL) $(VENV)/pytest -n auto
	DATABASE_URL=$(TEST_DATABASE_URL) REDIS_URL=$(TEST_REDIS_URL) CELERY_QUEUE=test-$$$$ $(VENV)/pytest -m worker

contract: install  ## Check the API against docs/openapi.yaml with thousands of generated requests
	TEST_DATABASE_URL=$(TEST_DATABASE_URL) $(VENV)/pytest -m contract -n 2

faults: install  ## Kill real workers, Redis and PostgreSQL, on test servers
	$(VENV)/pytest -m faults -s

fuzz: install  ## Send 20,000 hostile strings to every input; HOSTILE_STRINGS=number, DATABASE_URL=URL
	HOSTILE_STRINGS=$${HOSTILE_STRINGS:-20000} $(VENV)/pytest -n auto tests/security/test_hostile_strings.py

e2e: install  ## Run the browser tests (needs /usr/bin/chromium)
	$(VENV)/pytest -m e2e

screenshots: install  ## Renew the pictures in docs/screenshots/ (needs /usr/bin/chromium)
	$(VENV)/python docs/screenshots/make.py

bench: install  ## Run the benchmarks and write benchmarks/report.md; ONLY=name for one
	DATABASE_URL=$(TEST_DATABASE_URL) REDIS_URL=$(TEST_REDIS_URL) $(VENV)/python -m benchmarks $(ONLY)

lint: install  ## Check style, types, migrations, deployment settings and secrets
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy manage.py config library scoring benchmarks
	$(VENV)/python manage.py makemigrations --check --dry-run
	DEBUG=false SECRET_KEY=$$($(VENV)/python -c "import secrets; print(secrets.token_urlsafe(50))") $(VENV)/python manage.py check --deploy --fail-level WARNING
	.ci/secrets

format: install  ## Format the code
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

migrations: install  ## Regenerate the migration of each app
	.ci/migrations

schema: install  ## Regenerate docs/openapi.yaml and docs/openapi.json
	$(VENV)/python manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml
	$(VENV)/python manage.py spectacular --format openapi-json --file docs/openapi.json

lint-schema:  ## Lint docs/openapi.yaml by the rules of redocly.yaml (needs npx)
	npx --yes @redocly/cli@2.77.0 lint

permissions: install  ## Rewrite the table of permissions in docs/curation.md
	$(VENV)/python -m tests.security.permission_matrix

lock:  ## Lock the requirements of pyproject.toml again
	$(PYTHON) -m venv .venv/lock && .venv/lock/bin/pip install --quiet pip-tools
	.venv/lock/bin/pip-compile $(LOCK) -o requirements.txt pyproject.toml
	.venv/lock/bin/pip-compile $(LOCK) --extra dev -o requirements-dev.txt pyproject.toml
LOCK := --quiet --allow-unsafe --upgrade --strip-extras --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links

audit: install  ## Check the locked requirements for known vulnerabilities (asks pypi.org)
	$(VENV)/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r requirements-dev.txt

sbom: install  ## Write the software bill of materials (CycloneDX) to sbom.json
	$(VENV)/python .ci/sbom > sbom.json

release-check: install  ## Check the rules for a release
	@.ci/release-check

clean:  ## Remove generated files; keep the database
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
