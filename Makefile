# The words of this project: `make run`, `make test`, `make lint`. See CONTRIBUTING.md.
SHELL := /bin/sh
PYTHON ?= python3
IN := .venv/bin/python
PART ?= all
TESTS_ARGUMENTS ?=
# One worker more than the two cores of the smallest machine, since the longest tests wait for other processes.
WORKERS = -n 3 --dist loadgroup --no-loadscope-reorder
BUILD = @command -v $(PYTHON) >/dev/null || { echo "There is no $(PYTHON) here: install Python 3.11 or newer with venv (apt-get install python3 python3-venv)."; exit 1; }; \
	$(PYTHON) -I governance/bootstrap.py
# Settings that no part of the checks connects with or signs with.
NOWHERE = DATABASE_URL=postgresql://nobody:nothing@127.0.0.1:1/nowhere REDIS_URL=redis://127.0.0.1:1/0 \
	SECRET_KEY=not-a-secret-and-long-enough-for-the-checks-of-a-deployment-0123456789 \
	FIELD_KEYS=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= \
	PUBLIC_URL=https://portal.example.invalid ALLOWED_HOSTS=portal.example.invalid

# Dozens of processes start in a portal and in its tests: each would compile the same files again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run manage fresh test lint format documents bench chaos lock assets backup restore upgrade back

run: ## The whole portal with its demonstration; Ctrl-C stops it. PORT=8001 for another port.
	$(BUILD) run --announce
	@$(IN) -m governance.run --under-make

manage: ## A management command beside the running portal: make manage DO="show_settings".
	@$(IN) -m governance.run --manage $(DO)

fresh: ## Drop the demonstration and build it anew.
	$(BUILD) run
	@$(IN) -m governance.run --fresh

backup: ## Database and vault into a new folder below var/backups, or TO=folder; the portal may be running.
	$(BUILD) run
	@$(IN) -m governance.backup $(if $(TO),--to "$(TO)")

restore: ## A backup into a new folder: make restore FROM=var/backups/portal-... INTO=folder.
	$(BUILD) run
	@$(if $(and $(FROM),$(INTO)),,echo "Say which backup and where to: make restore FROM=var/backups/portal-... INTO=new-folder"; exit 1)
	@$(IN) -m governance.restore --from "$(FROM)" --into "$(INTO)"

upgrade: ## This version takes over the portal of VAR_FOLDER: backup, drain, migrate, restart. AND=stop ends it once it is ready.
	$(BUILD) run
	@$(IN) -m governance.upgrade --under-make $(if $(filter stop,$(AND)),--then-stop)

back: ## Puts back what make upgrade saved, for the version before; publishing is then stopped until a person releases it.
	$(BUILD) run
	@$(IN) -m governance.upgrade --back

test: ## Every test; PART=server leaves out those that need a browser.
	$(BUILD) dev
	@$(IN) -m governance.assets
	@$(IN) -m tests.tesseract
	@$(IN) -m tests.proxy
ifeq ($(PART),server)
	@echo "PART=server: the tests that need a browser are left out."
	@$(IN) -m pytest $(WORKERS) -m "not browser" $(TESTS_ARGUMENTS)
else
	@CHROMIUM="$$($(IN) -m tests.chromium)" && export CHROMIUM && \
		$(IN) -m pytest $(WORKERS) $(TESTS_ARGUMENTS)
endif

lint: ## Style, types, templates, imports, migrations, deployment checks.
	$(BUILD) dev
	@$(IN) -m governance.assets
	@$(IN) -m ruff check .
	@$(IN) -m ruff format --check .
	@$(NOWHERE) $(IN) -m mypy .
	@$(IN) -m djlint templates --lint --quiet
	@.venv/bin/lint-imports --no-cache
	@$(NOWHERE) $(IN) -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	@$(NOWHERE) $(IN) manage.py check --deploy --fail-level WARNING

format: ## Write the style that `make lint` asks for.
	$(BUILD) dev
	@$(IN) -m ruff check --fix .
	@$(IN) -m ruff format .

documents: ## Write anew the pages of docs that are made from the code: who may do what, and from clause to test.
	$(BUILD) dev
	@$(NOWHERE) $(IN) manage.py who_may --write
	@$(NOWHERE) $(IN) manage.py traceability --write

bench: ## Measure, print a table and write var/bench.json.
	$(BUILD) dev
	@$(IN) -m governance.assets
	@$(IN) -m bench

chaos: ## Kill, cut, flush and restart while 1,000 posts go out; count what came of it into var/chaos.json.
	$(BUILD) dev
	@$(IN) -m bench.chaos

assets:
	$(BUILD) run
	@$(IN) -m governance.assets

lock: ## Resolve pyproject.toml and package.json anew; needs uv and npm.
	@command -v uv >/dev/null || { echo "There is no uv here: install it with pip install uv."; exit 1; }
	@for set in base embedded dev; do \
		case $$set in base) groups="" ;; embedded) groups="--group embedded" ;; dev) groups="--group embedded --group dev" ;; esac; \
		uv pip compile --quiet --universal --python-version 3.11 --no-build --generate-hashes --no-header --no-annotate \
			--no-emit-index-url --no-emit-find-links pyproject.toml $$groups --output-file requirements/$$set.txt || exit 1; \
	done
	@npm install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund --silent
