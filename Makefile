# Everything one does with Daybook. `make help` explains itself.

PYTHON ?= python3
PORT ?= 8080
DATA ?= .daybook
CASES ?= 5000
MINUTES ?= 10
KILLS ?= 100
STAGE ?= prod
BIN := .venv/bin

# What CDK is told beside cdk.json. A deploy also learns how the account is: what it may run, and which secrets it keeps.
CHOSEN = -c stage=$(STAGE) $(if $(RAPIDAPI),-c rapidapi=$(RAPIDAPI)) $(CONTEXT)
FIND_OUT = found=$$($(BIN)/daybook deploy-context $(CHOSEN))

.DEFAULT_GOAL := help

.PHONY: help
help: ## List what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

.PHONY: setup
setup: .venv/ready node_modules/ready ## Install what is missing, into .venv and node_modules

.PHONY: serve
serve: setup ## Serve the API on this machine (PORT=8080 DATA=.daybook)
	@exec $(BIN)/daybook serve --port $(PORT) --data $(DATA)

.PHONY: test
test: setup ## Run all tests, on the real embedded engine
	$(BIN)/pytest

.PHONY: fuzz
fuzz: setup ## Try the API at length: against its document, for leaks, and with all that can fail (CASES=5000)
	FUZZ_CASES=$(CASES) $(BIN)/pytest -n 0 -s --tb=short -o tmp_path_retention_count=0 tests/fuzz tests/tenancy tests/races

.PHONY: soak
soak: setup ## Load a server for a while and see that it leaks nothing (MINUTES=10)
	SOAK_MINUTES=$(MINUTES) $(BIN)/pytest -n 0 -s --tb=short -o tmp_path_retention_count=0 tests/soak

.PHONY: killings
killings: setup ## Kill a server again and again while clients write, and look for what is lost (KILLS=100 SEED=)
	KILLS=$(KILLS) SEED=$(SEED) $(BIN)/pytest -n 0 -s --tb=short -o tmp_path_retention_policy=failed tests/kills

.PHONY: check
check: setup ## Check formatting, lint, types and import contracts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

.PHONY: format
format: setup ## Format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: openapi
openapi: setup ## Write the OpenAPI document anew
	$(BIN)/daybook openapi > functions/service/openapi.new
	mv functions/service/openapi.new functions/service/openapi.json

.PHONY: bench
bench: setup ## Measure all goals on this machine (RIVALS=1 beside CalDAV servers, DOCS=1 into the docs, JSON=FILE)
	$(BIN)/python -m bench $(if $(RIVALS),--rivals) $(if $(DOCS),--docs) $(if $(JSON),--json $(JSON))

.PHONY: package
package: setup
	@$(BIN)/python -m infra.bundle > /dev/null

.PHONY: synth
synth: package ## Build the deployment package and write the CloudFormation templates to cdk.out (options as of deploy)
	npx cdk synth --quiet $(CHOSEN)

.PHONY: diff
diff: package ## Show what a deploy would change (options as of deploy)
	@$(FIND_OUT) && npx cdk diff $(CHOSEN) $$found

.PHONY: deploy
deploy: package ## Deploy to your AWS account (STAGE=prod RAPIDAPI=1 CONTEXT="-c name=value …")
	@$(FIND_OUT) && npx cdk deploy $(CHOSEN) $$found
	@echo "Next, the output MakeTheFirstKey is a command: it prints a key. Then see whether all works:"
	@echo "  make smoke URL=<the output DirectUrl> KEY=<the key>"

.PHONY: destroy
destroy: package ## Take a deployment down; it asks first, and the table stays (options as of deploy)
	@echo "The table stays, with all data, unless it was deployed to be thrown away (throw_away in cdk.json). So do the secrets"
	@echo "of RapidAPI's proxy, and what \`cdk bootstrap\` made. The addresses go for good: a new deploy gets others."
	npx cdk destroy $(CHOSEN)

.PHONY: smoke
smoke: export DAYBOOK_KEY := $(or $(KEY),$(DAYBOOK_KEY))
smoke: export SMOKE_URL := $(URL)
smoke: setup ## Try the documented flow on an API that is up, and clean up (URL=https://… KEY=dbk_…)
	@$(BIN)/daybook smoke "$$SMOKE_URL"

.PHONY: audit
audit: .venv/ready ## Ask PyPI and npm whether what we depend on has known vulnerabilities (needs their advisories)
	@$(PYTHON) -m venv build/audit
	@build/audit/bin/pip install --quiet --disable-pip-version-check pip-audit
	build/audit/bin/pip-audit --strict --disable-pip --require-hashes -r requirements/lambda.lock
	npm audit

.PHONY: lock
lock: .venv/ready ## Resolve all dependencies anew (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--all-extras pyproject.toml -o requirements/dev.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		-c requirements/dev.lock pyproject.toml -o requirements/lambda.lock

.PHONY: clean
clean: ## Remove everything that was made here, but not your data
	rm -rf .venv node_modules build cdk.out *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/ready: requirements/dev.lock pyproject.toml
	@echo "Setting up Python packages in .venv …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Daybook needs Python 3.11 or newer; try make PYTHON=python3.13 …")'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@$(BIN)/python -m pip install --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

node_modules/ready: package.json package-lock.json
	@echo "Setting up the engine and the docs page from npm …"
	@command -v npm > /dev/null || { echo "Daybook needs Node.js 20 or newer, with npm: https://nodejs.org"; exit 1; }
	@npm install --loglevel=error
	@touch $@
