# Everything a developer needs; `make help` lists it. Nothing but Python >= 3.11 and git has to be installed.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
RUN    := $(BIN)/python -m
INSTALL := $(RUN) pip install -qq --disable-pip-version-check
LOCAL  := $(VENV)/local
READY  := $(VENV)/ready
LIBRARIES := requirements.txt requirements-document.txt requirements-examination.txt requirements-local.txt
CASE   ?=
STACK  ?= bujianmian
BUCKET ?=
PARAMETERS ?=
YES    ?=
REGIONS := us-east-1 ap-east-1 cn-north-1 cn-northwest-1
ARCHITECTURE ?= arm64

.DEFAULT_GOAL := help
.PHONY: help venv demo run down status logs test unit lint checkov bench verify replay package deploy-aws clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

venv: $(READY) ## make the virtual environment, or bring it up to date

# Everything is pinned, so nothing is looked for, and two installers share the work. `uv` does it where it is there.
$(LOCAL): $(LIBRARIES)
	@echo "Installing what the embedded cloud needs into $(VENV) …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@if command -v uv >/dev/null; then \
	  uv pip install -q --no-deps --compile-bytecode --python $(BIN)/python $(addprefix -r ,$(LIBRARIES)); \
	else \
	  $(INSTALL) "$$(grep '^pip==' requirements-local.txt)" && \
	  { $(INSTALL) --no-deps -r requirements-document.txt -r requirements-examination.txt & \
	    $(INSTALL) --no-deps -r requirements.txt -r requirements-local.txt && wait $$!; }; \
	fi
	@touch $@

$(READY): $(LOCAL) requirements-dev.txt
	@echo "Installing what requirements-dev.txt pins into $(VENV) …"
	@$(INSTALL) -r requirements-dev.txt
	@touch $@

demo: $(LOCAL) ## walk one application through all eight steps on a fresh embedded cloud, then end it
	@$(RUN) infra.local.demo

run: $(LOCAL) ## the same on an embedded cloud that stays up, and goes on where `make down` left it
	@$(RUN) infra.local.demo --stay

down: $(LOCAL) ## end the embedded cloud; its state is kept
	@$(RUN) infra.local stop

status: $(LOCAL) ## say what runs where
	@$(RUN) infra.local status

logs: $(LOCAL) ## what the functions have logged (TEXT=… to search)
	@$(RUN) infra.local logs $(TEXT)

test: lint ## everything that CI checks
	@$(BIN)/pytest -n auto --dist loadfile tests/unit tests/integration
	@mkdir -p build; $(BIN)/pytest tests/infra >build/infra-tests.log 2>&1 & infra=$$!; \
	  $(BIN)/pytest tests/e2e; e2e=$$?; wait $$infra; infra=$$?; cat build/infra-tests.log; \
	  test $$e2e -eq 0 && test $$infra -eq 0

unit: venv ## the fast tests only
	@$(BIN)/pytest -n auto --dist loadfile tests/unit

lint: venv ## style, types, floors of the house, template
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --quiet --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(RUN) infra.package --template
	@$(BIN)/cfn-lint --regions $(REGIONS) -- build/package/template.json

checkov: venv ## check the template against known weaknesses, with a tool that needs libraries of its own
	@test -x $(VENV)/checkov/bin/checkov || ($(PYTHON) -m venv $(VENV)/checkov && \
	  $(VENV)/checkov/bin/pip install -qq --disable-pip-version-check checkov==3.3.30)
	@$(RUN) infra.package --template
	@$(VENV)/checkov/bin/checkov --file build/package/template.json --config-file infra/checkov.yaml --skip-download

bench: venv ## measure the budgets of the design; writes build/bench/
	@$(RUN) tests.bench

verify: $(LOCAL) ## check the hash chain of one case independently (CASE=…)
	@$(RUN) infra.local.verify "$(CASE)"

replay: $(LOCAL) ## hand the dead letters of a function to it again (QUEUE=Relay …)
	@$(RUN) infra.local replay "$(QUEUE)"

package: $(LOCAL) ## build the deployment for Lambda into build/package/ (ARCHITECTURE=arm64 or x86_64)
	@$(RUN) infra.package --architecture "$(ARCHITECTURE)"

deploy-aws: package ## deploy to AWS (BUCKET=… STACK=… PARAMETERS="Name=value …" YES=1), see docs/runbook.md
	@$(RUN) infra.deploy --stack-name "$(STACK)" --bucket "$(BUCKET)" $(if $(YES),--yes) $(PARAMETERS)

clean: ## remove what was built; the embedded cloud's state stays
	@rm -rf build
