# make demo: set up and run the example; make bench: speed, compared.
# make test: lint, types, the fast tests and the corners, in minutes; make check: that and everything slow, and whether
# all of it together covers every branch.
# make fuzz SECONDS=600: random calls and damaged requests, in search of defects.
# make errors: the table of errors that tests provoke.
# make operations: the table of operations, and the generated pages of docs/reference/; make docs: the site, in docs/_build/html.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# aiobotocore pins botocore, so its clients are tested in environments of their own: its oldest with botocore 1.35, its
# newest, and aioboto3's choice. They run what touches the insides of clients; all other tests hold one botocore's
# models against the specification, and the oldest models lack operations that were added since.
CORNERS := aiobotocore-oldest aiobotocore-newest aioboto3
# moto 4 has a mock of each service, moto 5 one of all: what goes along with moto's mocks is tested with both.
WITH_MOTO_4 := tests/moto/test_in_mock_aws.py tests/moto/test_moto_backends.py
IN_CORNERS := tests/transport tests/mock/test_mock.py tests/mock/test_accounts.py \
	tests/backends/one_state/test_one_world.py \
	"tests/documentation/test_examples_of_docs.py::test_the_examples_of_a_document_run[how-to/async.md]"

# The server is tried with clients and servers that have an environment of their own.
WITH_CLIENTS := tests/server/test_aws_cli.py tests/server/test_description.py tests/server/test_wsgi_servers.py

WITH_NODE := tests/server/node tests/pages


# The guides for web frameworks have an environment of their own.
FRAMEWORKS := django flask fastapi celery
WITH_FRAMEWORKS := $(FRAMEWORKS:%="tests/documentation/test_examples_of_docs.py::test_the_examples_of_a_document_run[how-to/%.md]")

.PHONY: demo test check lint types fast corners slow clients frameworks site node coverage coexistence versions bench fuzz packages operations errors docs pictures clean
.NOTPARALLEL:

$(VENV)/.made: pyproject.toml Makefile constraints/dev.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --group dev --constraint constraints/dev.txt --editable .
	touch $@

.venv-%/.made: pyproject.toml Makefile constraints/%.txt
	$(PYTHON) -m venv .venv-$*
	.venv-$*/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	.venv-$*/bin/python -m pip install --quiet --group $* --constraint constraints/$*.txt --editable .
	touch $@

demo: $(VENV)/.made
	$(BIN)/python -m pytest examples -q
	$(BIN)/python -m examples.signup

test: lint types fast corners

CHECKS := lint types fast corners slow clients frameworks site coexistence versions packages coverage

# Each part is run by a make of its own, which prints how long it took.
check:
	@for part in $(CHECKS); do \
		start=$$(date +%s); $(MAKE) --no-print-directory $$part || exit 1; \
		times="$$times $$part $$(($$(date +%s) - start)) s;"; echo "Time so far:$$times"; done

lint: $(VENV)/.made
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell
	$(BIN)/python -m scripts.check_english

types: $(VENV)/.made
	$(BIN)/mypy
	$(BIN)/mypy typing_tests

fast: $(VENV)/.made
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -n auto -m "not slow"

corners: $(CORNERS:%=.venv-%/.made) .venv-moto4/.made
	for corner in $(CORNERS); do .venv-$$corner/bin/coverage run -m pytest $(IN_CORNERS) || exit 1; done
	.venv-moto4/bin/coverage run -m pytest $(WITH_MOTO_4)

# Hypothesis marks its tests: they run again, with many more examples than in make test.
slow: $(VENV)/.made node
	$(BIN)/coverage run -m pytest -n auto -m "slow or hypothesis" --hypothesis-profile=thorough

clients: .venv-server/.made
	.venv-server/bin/coverage run -m pytest $(WITH_CLIENTS)

frameworks: .venv-frameworks/.made
	.venv-frameworks/bin/coverage run -m pytest -p no:django $(WITH_FRAMEWORKS)

# Other tools for tests; pytest-randomly would shuffle all tests.
coexistence: .venv-coexistence/.made
	.venv-coexistence/bin/coverage run -m pytest -p no:randomly tests/plugin/test_coexistence.py

# The built wheel with the oldest and the newest Python and dependencies, and with each minor version of botocore;
# make versions ARGS="-s newest" runs one of these.
versions: $(VENV)/.made
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/nox $(ARGS)

site: .venv-docs/.made
	.venv-docs/bin/coverage run -m pytest tests/documentation/test_documentation_site.py tests/documentation/test_site_in_browser.py

# Clients of Node for the server and rules for the pages; without npm their tests are skipped and say so.
node:
	@for folder in $(WITH_NODE); do \
		if [ ! -d $$folder/node_modules ] && command -v npm >/dev/null; then \
			(cd $$folder && npm ci --no-audit --no-fund --loglevel=error) || echo "The packages of $$folder cannot be installed here."; fi; done

# Only make check can demand it: the plugin is covered by slow tests alone, aiobotocore by the corners.
coverage: $(VENV)/.made
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# make bench ARGS="sends --against HEAD~3": one program, against another commit; ARGS=--help says more.
bench: $(VENV)/.made
	$(BIN)/python -m benchmarks $(ARGS)

# A failure prints its seed: make fuzz ARGS="--kind wild --seed 123 --shrink" looks for the shortest walk that fails.
fuzz: $(VENV)/.made
	$(BIN)/python -W error -m tests.fuzzing --seconds $(or $(SECONDS),600) $(ARGS)

# The sdist and the wheel, in dist/, with a description that the package index can show.
packages: $(VENV)/.made
	rm -rf dist
	$(BIN)/uv build --quiet
	$(BIN)/twine check --strict dist/*

operations: $(VENV)/.made
	$(BIN)/python -m scripts.generate_operation_table
	$(BIN)/python -m docs.generate_operations
	$(BIN)/python -m docs.generate_api
	$(BIN)/python -m docs.generate_server_reference

# Only one process can record, so this takes as long as all tests do without -n.
errors: $(VENV)/.made
	$(BIN)/python -m pytest tests -q -p tests.error_recorder

# A warning of Sphinx, such as one about a broken link, fails the build.
docs: .venv-docs/.made
	.venv-docs/bin/python -m sphinx -W --keep-going -n -q docs docs/_build/html

# The pictures of the documentation, taken in the system's Chromium.
pictures: $(VENV)/.made
	$(BIN)/python -m scripts.make_pictures

clean:
	rm -rf $(VENV) $(CORNERS:%=.venv-%) .venv-moto4 .venv-server .venv-frameworks .venv-coexistence .venv-docs docs/_build dist .nox $(WITH_NODE:%=%/node_modules) .coverage* .mypy_cache .pytest_cache .ruff_cache .hypothesis
