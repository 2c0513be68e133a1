# Two commands do everything on a machine with Python 3.11 and make:
#   make demo   install, audit the sample counties, say where the reports lie
#   make test   install with the development tools and pass the tests

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   ?= .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO   ?= demo

.PHONY: demo test office lint types layers check bench sample_data rules clean

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 is needed and was not found"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or later is needed; set PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(BIN)/python pyproject.toml constraints.txt
	@echo "Installing incomeaudit …"
	@$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing the development tools …"
	@$(PIP) install -c constraints.txt -e '.[dev,bench,cluster]'
	@touch $@

# In every folder of a sample lie last year's roster and this year's, in this order.
# Exit status 1 means that the audit found something, which is what the samples are made for.
demo: $(VENV)/.installed
	@mkdir -p $(DEMO)
	@for folder in sample_data/*; do \
		set -- "$$folder"/*.xlsx; \
		report="$(DEMO)/$$(basename "$$2" .xlsx)-审计报告.xlsx"; \
		$(BIN)/incomeaudit check "$$2" --previous "$$1" -o "$$report" || test $$? -eq 1 || exit 2; \
	done
	@echo "Reports:" && ls -1 $(DEMO)/*.xlsx

test: $(VENV)/.installed-dev
	@$(BIN)/python -m pytest -n auto --cov --cov-report=term

# LibreOffice, with which the tests write the formats that only office programs write; without it they are skipped.
office:
	@scripts/office.sh

lint: $(VENV)/.installed-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	@$(BIN)/mypy

layers: $(VENV)/.installed-dev
	@$(BIN)/lint-imports

check: test lint types layers

bench: $(VENV)/.installed-dev
	@$(BIN)/python benchmarks/main_job.py

# The small sample counties of sample_data/, made anew.
sample_data: $(VENV)/.installed
	@$(BIN)/incomeaudit sample sample_data/suichang-2020 --place 遂昌县 --year 2020 --households 200 --seed 1
	@$(BIN)/incomeaudit sample sample_data/haiyan-2020 --place 海盐县 --year 2020 --households 200 --seed 2
	@$(BIN)/incomeaudit sample sample_data/haiyan-2022 --place 海盐县 --year 2022 --households 120 --seed 3
	@$(BIN)/incomeaudit sample sample_data/lanxi-2023 --place 兰溪市 --year 2023 --households 120 --seed 4
	@$(BIN)/incomeaudit sample sample_data/yongjia-2018 --place 永嘉县 --year 2018 --households 120 --seed 5

# A page for every document, check and target, made anew from the packs.
rules: $(VENV)/.installed
	@$(BIN)/python -m incomeaudit.report.rule_pages docs/rules

clean:
	@rm -rf $(VENV) $(DEMO) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage*
