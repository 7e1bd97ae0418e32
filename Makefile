# make demo    decides a real case and prints why
# make test    the tests (ARGS="-k calendar" for some of them), then the golden cases of the rules
# make test-spark  the tests that need Apache Spark; installs it, and Java where that is missing and can be had
# make check   style (ruff) and types (mypy, strict)
# make bench   how fast it is, side by side with its peers (ARGS=--quick for a first look)
# make clean   removes all that these made
#
# Each sets up what it needs: it finds a Python from 3.11 on (or takes yours: make PYTHON=python3.12 test), makes
# a virtual environment in .venv and installs rulecheck there as a user would, not editable. When nothing changed
# since the last time, that step does nothing.

.NOTPARALLEL:
.DEFAULT_GOAL := help
.PHONY: help demo test test-spark check bench clean

ifndef PYTHON
PYTHON := $(shell sh .ci/find-python)
endif

# What is run must be what was installed: -P keeps the checkout off the import path.
unexport PYTHONPATH PYTHONHOME
RUN := .venv/bin/python -P

# $(call set-up,EXTRAS) brings .venv up to date.
define set-up
@test -n "$(PYTHON)" || { echo "rulecheck: needs Python 3.11 or newer, and found none on the path" >&2; exit 1; }
@$(PYTHON) .ci/install.py $(1)
endef

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

demo:
	$(call set-up)
	@echo 'rulecheck examples/granted.json'
	@$(RUN) -m rulecheck examples/granted.json

test:
	$(call set-up,test)
	$(RUN) -m pytest -n auto --dist worksteal $(ARGS)
	$(RUN) -m rulecheck test
	@for rules in rules/employers/*/; do echo "$$rules"; $(RUN) -m rulecheck test --rules "$$rules" || exit 1; done
	$(RUN) -m rulecheck lint
	$(RUN) -m rulecheck audit

test-spark:
	@.ci/find-java
	$(call set-up,test spark)
	$(RUN) -m pytest tests/spark $(ARGS)

check:
	$(call set-up,test check)
	$(RUN) -m ruff check .
	$(RUN) -m ruff format --check .
	$(RUN) -m mypy -p rulecheck

bench:
	$(call set-up,test)
	@.venv/bin/python -m pip install --quiet --requirement bench/requirements.txt
	$(RUN) bench/run.py $(ARGS)

clean:
	rm -rf .venv build dist rulecheck.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
