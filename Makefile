# What people and CI run; `make help` lists it. Every target sets up first what is missing, once.
# Needed beforehand: Python 3.11 or newer, Node.js 20 and make. No Docker, no AWS account, no key. `make test` also
# needs Chromium, and installs Debian's where there is none.

.DEFAULT_GOAL := help
.PHONY: help setup up run watch page unit format check check-python check-page test test-page chromium reliability bench build sbom generate recordings clean
.SUFFIXES:
MAKEFLAGS += --no-print-directory

BIN := .venv/bin

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 13

setup: .venv/.installed .tools/emulator/.installed ## .venv and the emulator's own environment, once
	@:

up: setup frontend/dist/index.html ## the stack on this machine, in the foreground: PORT (8080), STATE_DIR (.state)
	@$(BIN)/python -m local up --with-parent

run: setup frontend/dist/index.html ## the same, and an example course generated before your eyes
	@$(BIN)/python -m local run --with-parent

watch: setup frontend/node_modules/.installed ## the same as up; what is edited shows within 3 s, the page on PORT + 1
	@$(BIN)/python -m local up --with-parent --watch

page: frontend/dist/index.html ## the web page in frontend/dist; a running stack shows it at once
	@:

unit: setup frontend/node_modules/.installed ## tests of single modules, Python and page: no emulator, no browser
	@$(BIN)/pytest -q -n auto tests/unit & python=$$!; npm --prefix frontend run --silent test; page=$$?; wait $$python && exit $$page

format: setup frontend/node_modules/.installed ## everything in the form that check asks for
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@npm --prefix frontend run --silent format

check: setup frontend/node_modules/.installed ## ruff, mypy; of the page: types, eslint, its copy of the API's types
	@$(MAKE) -j $(CORES) check-python check-page

check-python: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check-page: frontend/node_modules/.installed
	@npm --prefix frontend run --silent check

test: ## everything that CI runs
	@$(MAKE) -j $(CORES) check-python check-page test-page page chromium $(TOOLS:%=.tools/%/.installed)
	$(BIN)/pytest $(TWICE) -n $$(($(CORES) + 1)) --dist loadfile --no-loadscope-reorder -m 'not alone and not reliability' $(LONGEST_FIRST:%=tests/%)
	$(BIN)/pytest $(TWICE) -m 'alone and not reliability' $$(grep -rl --include='test_*.py' mark.alone tests)

test-page: frontend/node_modules/.installed
	@npm --prefix frontend run --silent test

CORES = $(shell getconf _NPROCESSORS_ONLN)
TOOLS := emulator sam scans cfn-guard dynalite

# Files are given out in this order: one that takes minutes and began last would leave a core idle. One process
# more than cores, since a test on a running stack waits for a third of its time.
LONGEST_FIRST := simulation rie e2e page integration contract quality template scans unit

# On a busy machine about one of 10,000 tests fails by its time alone. What fails is run once more, and its first
# failure is shown at the end. At most three, so that a real fault is not hidden.
TWICE := --reruns 1 --max-suite-reruns 3 --rerun-show-tracebacks

LONG_FORMS := crashes cancels readers fuzzing

reliability: setup .tools/sam/.installed ## the proofs of docs/reliability.md in their long form
	$(BIN)/pytest -s -m '' tests/simulation tests/e2e/test_authorization.py tests/e2e/test_dead_letters.py
	$(BIN)/pytest -s -m reliability $(LONG_FORMS:%=tests/e2e/test_%.py)

bench: setup .tools/bench/.installed .tools/dynalite/.installed ## speed and cost beside other engines, into docs/benchmarks.md; needs Debian, 20 minutes
	@PYTHONPATH=layers/shared .tools/bench/bin/python -m benchmarks run --report

recordings: setup ## calls of the example whose recorded answers have to be written anew
	@$(BIN)/python -m scripts.recordings $(if $(KEEP),--keep)

build: setup .tools/sam/.installed ## the deployable artifact in .aws-sam/build, validated
	sh scripts/build.sh
	@$(BIN)/python scripts/sbom.py

sbom: setup ## bills of materials of what is shipped (CycloneDX 1.6), build/layer.cdx.json and build/page.cdx.json
	$(BIN)/python scripts/sbom.py

generate: setup frontend/node_modules/.installed ## what is made from the code: the API's document, its types, the page's words
	$(BIN)/python scripts/openapi.py
	@npm --prefix frontend run --silent api
	$(BIN)/python scripts/page_pipelines.py
	@cd frontend && node_modules/.bin/prettier --write --log-level warn src/api/pipelines.ts

clean: ## what make created, except .venv, .tools and the state of the stack
	rm -rf build .aws-sam frontend/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -not -path './.venv/*' -not -path './.tools/*' -prune -exec rm -rf {} +

# ---- Environments -------------------------------------------------------------------------------
# The first Python that is new enough; another one by `make setup PYTHON=python3.13`.
define find_python
for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then break; fi; python=; \
done; \
[ -n "$$python" ] || { echo 'make: needs Python 3.11 or newer; name it with PYTHON=...' >&2; exit 1; }
endef

# Byte-code at once: without it the first import of the Claude SDK takes seconds.
# pip is the way where uv finds no index, since it does not read pip's configuration.
define install
$(BIN)/uv pip install --quiet --compile-bytecode --python $(1)/bin/python --require-hashes -r $(2) \
  || $(BIN)/python -m pip --python $(1)/bin/python install --quiet --require-hashes --no-deps -r $(2)
endef

.venv/.installed: requirements/uv.txt requirements/dev.txt
	@echo 'make: installing .venv'
	@if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then $(find_python); rm -rf .venv; \
	  "$$python" -m venv .venv || { echo 'make: needs the venv module (Debian: apt install python3-venv)' >&2; exit 1; }; fi
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@$(call install,.venv,requirements/dev.txt)
	@touch $@

# The emulator runs the handlers with packages of .venv, so both need the same Python.
.tools/%/.installed: requirements/%.txt | .venv/.installed
	@echo 'make: installing .tools/$*'
	@rm -rf .tools/$*
	@$(BIN)/python -m venv --without-pip .tools/$*
	@$(call install,.tools/$*,$<)
	@touch $@

# npm packages without install scripts. The one of cfn-guard holds cfn-guard itself for Linux and macOS; what it
# would need of the CDK is left out, as are its other peers. That of dynalite's database holds it compiled.
.tools/cfn-guard/.installed .tools/dynalite/.installed: .tools/%/.installed: requirements/%/package-lock.json
	@echo 'make: installing .tools/$*'
	@rm -rf .tools/$*
	@mkdir -p .tools/$*
	@cp requirements/$*/package*.json .tools/$*
	@cd .tools/$* && npm ci --silent --no-audit --no-fund --ignore-scripts --legacy-peer-deps
	@touch $@

# ---- Page ---------------------------------------------------------------------------------------
# Without install scripts, of which none of its packages needs one.
frontend/node_modules/.installed: frontend/package-lock.json
	@node -e 'process.exit(process.versions.node.split(".")[0] < 20 ? 1 : 0)' 2>/dev/null && command -v npm >/dev/null \
	  || { echo 'make: the page needs Node.js 20 or newer, with npm' >&2; exit 1; }
	@echo 'make: installing frontend/node_modules'
	@cd frontend && npm ci --silent --no-audit --no-fund --ignore-scripts
	@touch $@

# A folder counts too: a file that is gone leaves no other trace.
PAGE := $(shell find frontend/src frontend/public 2>/dev/null) $(wildcard frontend/*.*)

frontend/dist/index.html: frontend/node_modules/.installed $(PAGE) layers/shared/generation/http/openapi.json
	@echo 'make: building the page'
	@npm --prefix frontend run --silent build -- --logLevel error
	@touch $@

# Looked for each time, which takes no time: it is not make's to say that it is still there.
chromium:
	@sh scripts/chromium.sh > /dev/null
