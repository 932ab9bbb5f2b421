# m3w: `make demo` and `make test` are all a new user needs; both install what they need into .venv.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
M3W    := $(BIN)/m3w

CORPUS ?= corpus
RECIPE ?= m3w
SEEDS  ?=
URLS   ?=
CUT    ?=
CONTACT ?=
TRAINING ?= flamingo
WORKERS ?=
ARGS   ?=
DIST   ?= dist
BUILD  ?= build/compiled

PIP     := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
COMMON  := --corpus $(CORPUS) --recipe $(RECIPE)
FETCHES := $(if $(CONTACT),--contact $(CONTACT))
IN_CUT  := $(COMMON) $(if $(CUT),--cut $(CUT))

.PHONY: help install demo see test test-long lint format types imports check docs crawl extract shortlist images score select shards \
        train forget verify wheel wheel-compiled clean

help: ## Show the targets.
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12
	@echo
	@echo "Jobs take CORPUS=, RECIPE=, CUT=, SEEDS= and CONTACT= (crawl, images) and ARGS= (anything else, Beam's options too)."

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else \
	    f"m3w needs Python 3.11 to 3.13, $(PYTHON) is {v[0]}.{v[1]}: make PYTHON=python3.11 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable .
	@touch $@

$(VENV)/.installed-train: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable '.[train]'
	@touch $@ $(VENV)/.installed

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(PIP) --editable '.[dev,train]'
	@touch $@ $(VENV)/.installed $(VENV)/.installed-train

install: $(VENV)/.installed ## Install m3w into .venv.

demo: $(VENV)/.installed-train ## The main job on a small web site of our own: from crawl to shards to a trained Flamingo.
	@$(BIN)/python -m examples.demo

see: $(VENV)/.installed-train ## It learns to see: a site of coloured shapes, and a Flamingo that names new ones.
	@$(BIN)/python -m examples.shapes

test: $(VENV)/.installed-dev ## Run the tests (under 12 minutes).
	$(BIN)/python -m pytest -m "not slow" -n 2 --dist loadfile --no-loadscope-reorder

test-long: $(VENV)/.installed-dev ## Run the slow tests.
	$(BIN)/python -m pytest -m slow -n 2

lint: $(VENV)/.installed-dev ## Check style.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.installed-dev ## Mend style.
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.installed-dev ## Check types.
	$(BIN)/mypy

imports: $(VENV)/.installed-dev ## Check that packages import one way only.
	$(BIN)/lint-imports

check: lint types imports ## All three.

docs: $(VENV)/.installed ## Write docs/signals.md from the signals' docstrings.
	$(BIN)/python -m dags.showing.signal_table > docs/signals.md

crawl: $(VENV)/.installed ## Web site -> captures (SEEDS=URL or file).
	$(M3W) crawl $(COMMON) $(FETCHES) $(foreach seed,$(SEEDS),--seeds $(seed)) $(ARGS)

extract: $(VENV)/.installed ## Captures, or ARGS="--warc FILE", -> documents.
	$(M3W) extract $(COMMON) $(ARGS)

shortlist: $(VENV)/.installed ## Documents -> what text rules leave.
	$(M3W) shortlist $(IN_CUT) $(ARGS)

images: $(VENV)/.installed ## Shortlist -> images and their facts.
	$(M3W) images $(IN_CUT) $(FETCHES) $(ARGS)

score: $(VENV)/.installed-train ## Ask the recipe's models about images and texts (recipes with rules on what they say).
	$(M3W) score $(IN_CUT) $(ARGS)

select: $(VENV)/.installed ## All of these -> every final decision.
	$(M3W) select $(IN_CUT) $(ARGS)

shards: $(VENV)/.installed ## Selection -> WebDataset tars; with ARGS=--pairs its image-text pairs too.
	$(M3W) shards $(IN_CUT) $(ARGS)

train: $(VENV)/.installed-train ## Shards -> a trained Flamingo (TRAINING=recipe, WORKERS=number).
	$(M3W) train $(TRAINING) --corpus $(CORPUS) $(if $(WORKERS),--workers $(WORKERS)) $(ARGS)

forget: $(VENV)/.installed ## Take out of a corpus what opted out later (URLS=URL or file).
	$(M3W) forget --corpus $(CORPUS) $(foreach url,$(URLS),--urls '$(url)') $(ARGS)

verify: $(VENV)/.installed ## Check a corpus against its manifests.
	$(M3W) verify --corpus $(CORPUS)

wheel: $(VENV)/.installed-dev ## Build the wheel that Beam workers install.
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir $(DIST) .

wheel-compiled: $(VENV)/.installed-dev ## Build a wheel for this platform, its dom_parsing compiled (needs a C compiler).
	@rm -rf $(BUILD) && mkdir -p $(BUILD)
	@cp -r pyproject.toml README.md LICENSE ingest dom_parsing filters shards training dags recipes $(BUILD)
	HATCH_BUILD_HOOK_ENABLE_MYPYC=1 $(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir $(DIST) $(BUILD)

clean: ## Remove what `make` has made: .venv, demo, see, dist, caches.
	rm -rf $(VENV) demo see dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
