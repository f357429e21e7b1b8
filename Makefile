# The commands of the README. `make demo` and `make test` set up all that they need in .venv.
PYTHON ?= python3
UV = 0.13.9
BIN = .venv/bin

.PHONY: demo test coverage long install dev check audit browser fuzz torture bench lock eval clean
demo: install
	$(BIN)/rapid-response demo

install: .venv/run
dev: .venv/dev

# pip is the fallback where uv has no build for this machine.
define SYNC
@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or later is needed; set PYTHON=/path/to/it."; exit 1; }
@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv || { rm -rf .venv; echo "Python's venv module is missing: on Debian and Ubuntu, apt install python3-venv."; exit 1; }
@$(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV) || true
@if [ -x $(BIN)/uv ]; then VIRTUAL_ENV=.venv $(BIN)/uv pip install -q --compile-bytecode --require-hashes -r requirements/$(1).txt; \
 else $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/$(1).txt; fi
@echo "$(CURDIR)" > "$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/rapid_response.pth"
@printf '#!%s\nfrom bot.cli import main\nmain()\n' "$(CURDIR)/$(BIN)/python" > $(BIN)/rapid-response && chmod +x $(BIN)/rapid-response
@touch $@
endef

.venv/run: requirements/run.txt
	$(call SYNC,run)
.venv/dev: requirements/dev.txt
	$(call SYNC,dev)
	@touch .venv/run

# Three workers on two cores: some tests wait. The many short processes start quicker from kept bytecode.
PYTEST = PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest
test: dev
	$(PYTEST) -n 3 --dist loadgroup

# Branches too: 90% of everything, all of the rules.
coverage: dev
	$(PYTEST) -n 3 --dist loadgroup --cov --cov-report=term-missing:skip-covered --cov-fail-under=90
	$(BIN)/python -m coverage report --include='triage_rules/*' --fail-under=100

check: dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	@echo bandit; $(BIN)/bandit -q -c pyproject.toml -r bot storage triage_rules 2> .venv/bandit || { cat .venv/bandit; exit 1; }

# Known weaknesses in what is pinned. It asks an advisory service on the internet, so it is no part of `check`.
audit: .venv-audit/ready
	@for lock in run dev; do echo "== requirements/$$lock.txt"; \
	 .venv-audit/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r requirements/$$lock.txt || \
	 { echo "Not clean, or not known: a name 'not found', or an error in connecting, means that the advisories cannot be read from here."; exit 1; }; done

.venv-audit/ready: requirements/audit.txt | install
	@[ -x .venv-audit/bin/python ] || $(PYTHON) -m venv .venv-audit
	@if [ -x $(BIN)/uv ]; then VIRTUAL_ENV=.venv-audit $(BIN)/uv pip install -q --require-hashes -r $<; \
	 else .venv-audit/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $<; fi
	@touch $@

# What is tried for every state and every labelled text; too long for each change.
long: dev
	$(BIN)/python -m pytest -n auto -m long tests

browser: dev
	$(BIN)/python -m pytest -m browser tests

# FUZZ_REQUESTS, FUZZ_SEED: see fuzz/__main__.py.
fuzz: dev
	$(BIN)/python -m fuzz
	$(BIN)/python -m pytest -q -m long tests/machines

# TORTURE_SEED, TORTURE_KILLS, TORTURE_PAUSES, TORTURE_MINUTES: see torture/__main__.py.
torture: dev
	$(BIN)/python -m torture
	ANEW=1 MACHINE_EXAMPLES=100 $(BIN)/python -m pytest tests/properties --hypothesis-seed=$${TORTURE_SEED:-$$(date +%s)}

# The other engines that it measures beside ours are in an environment of their own.
bench: .venv-bench/ready
	@for script in benchmarks/[a-z]*.py; do echo "== $$script"; PYTHONPATH=. .venv-bench/bin/python $$script || exit 1; done

.venv-bench/ready: requirements/bench.txt | install
	@[ -x .venv-bench/bin/python ] || $(PYTHON) -m venv .venv-bench
	@if [ -x $(BIN)/uv ]; then VIRTUAL_ENV=.venv-bench $(BIN)/uv pip install -q --require-hashes -r $<; \
	 else .venv-bench/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $<; fi
	@touch $@

lock:
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml -o requirements/run.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --extra dev pyproject.toml -o requirements/dev.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 pyproject.toml requirements/bench.in -o requirements/bench.txt
	$(BIN)/uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 requirements/audit.in -o requirements/audit.txt

# FILE=labelled.jsonl; MORE=--misses also prints what was suggested wrongly.
eval: dev
	$(BIN)/python -m evaluation.score $(FILE) $(MORE)

clean:
	rm -rf .venv .venv-audit .venv-bench .pytest_cache .ruff_cache .import_linter_cache
