# make demo: set up and run the example; make bench: compare the speed with another commit.
# make test: run lint, types, the fast tests and the corners, which takes minutes.
# make check: run all of this and everything slow, and check that all tests together cover every branch.
# make fuzz SECONDS=600: search for defects with random calls and damaged requests.
# make errors: write the table of the errors that tests provoke.
# make operations: write the table of operations and the generated pages of docs/reference/.
# make docs: build the site in docs/_build/html.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# aiobotocore pins botocore, so its clients are tested in environments of their own, called corners: the oldest
# aiobotocore with botocore 1.35, the newest one, and the one that aioboto3 requires. They run only the tests that depend
# on the internals of clients. The other tests compare the models of one botocore with the specification, and the oldest
# models lack operations that were added later.
CORNERS := aiobotocore-oldest aiobotocore-newest aioboto3
# moto 4 has a mock for each service, and moto 5 has one mock for all. The modules that work together with moto's mocks
# are tested with both.
WITH_MOTO_4 := tests/moto/test_in_mock_aws.py tests/moto/test_enabling_in_mock_aws.py tests/moto/test_moto_backends.py
IN_CORNERS := tests/transport tests/mock/test_mock.py tests/mock/test_accounts.py \
	tests/backends/one_state/test_one_world.py \
	"tests/documentation/test_examples_of_docs.py::test_the_examples_of_a_document_run[how-to/async.md]"

# The tests of the server with other clients and WSGI servers need an environment of their own.
WITH_CLIENTS := tests/server/test_aws_cli.py tests/server/test_description.py tests/server/test_wsgi_servers.py

WITH_NODE := tests/server/node tests/pages


# The guides for web frameworks need an environment of their own.
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

# Each part runs in a separate make, and the times so far are printed after it.
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

# The tests with the mark of Hypothesis run again, with many more examples than in make test.
slow: $(VENV)/.made node
	$(BIN)/coverage run -m pytest -n auto -m "slow or hypothesis" --hypothesis-profile=thorough

clients: .venv-server/.made
	.venv-server/bin/coverage run -m pytest $(WITH_CLIENTS)

frameworks: .venv-frameworks/.made
	.venv-frameworks/bin/coverage run -m pytest -p no:django $(WITH_FRAMEWORKS)

# sesmock next to other plugins and test tools. pytest-randomly is off, since it would shuffle all tests.
coexistence: .venv-coexistence/.made
	.venv-coexistence/bin/coverage run -m pytest -p no:randomly tests/plugin/test_coexistence.py

# Test the built wheel with the oldest and the newest Python and dependencies, and with each minor version of botocore.
# make versions ARGS="-s newest" runs one of these sessions.
versions: $(VENV)/.made
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/nox $(ARGS)

site: .venv-docs/.made
	.venv-docs/bin/coverage run -m pytest tests/documentation/test_documentation_site.py tests/documentation/test_site_in_browser.py

# Install the packages of Node: clients for the tests of the server, and accessibility rules for those of the pages.
# Without npm, these tests are skipped with a message.
node:
	@for folder in $(WITH_NODE); do \
		if [ ! -d $$folder/node_modules ] && command -v npm >/dev/null; then \
			(cd $$folder && npm ci --no-audit --no-fund --loglevel=error) || echo "The packages of $$folder cannot be installed here."; fi; done

# Only make check can require full coverage: only the slow tests cover the plugin, and only the corners cover aiobotocore.
coverage: $(VENV)/.made
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

# make bench ARGS="sends --against HEAD~3" compares one program with another commit; ARGS=--help lists the options.
bench: $(VENV)/.made
	$(BIN)/python -m benchmarks $(ARGS)

# A failure prints its seed. make fuzz ARGS="--kind wild --seed 123 --shrink" then searches for the shortest walk that
# fails.
fuzz: $(VENV)/.made
	$(BIN)/python -W error -m tests.fuzzing --seconds $(or $(SECONDS),600) $(ARGS)

# Build the sdist and the wheel in dist/, and check that the package index can show their description.
packages: $(VENV)/.made
	rm -rf dist
	$(BIN)/uv build --quiet
	$(BIN)/twine check --strict dist/*

operations: $(VENV)/.made
	$(BIN)/python -m scripts.generate_operation_table
	$(BIN)/python -m docs.generate_operations
	$(BIN)/python -m docs.generate_api
	$(BIN)/python -m docs.generate_server_reference

# Only one process can record the errors, so this takes as long as all tests without -n.
errors: $(VENV)/.made
	$(BIN)/python -m pytest tests -q -p tests.error_recorder

# A warning of Sphinx, such as one about a broken link, fails the build.
docs: .venv-docs/.made
	.venv-docs/bin/python -m sphinx -W --keep-going -n -q docs docs/_build/html

# Take the screenshots in the documentation with the system's Chromium.
pictures: $(VENV)/.made
	$(BIN)/python -m scripts.make_pictures

clean:
	rm -rf $(VENV) $(CORNERS:%=.venv-%) .venv-moto4 .venv-server .venv-frameworks .venv-coexistence .venv-docs docs/_build dist .nox $(WITH_NODE:%=%/node_modules) .coverage* .mypy_cache .pytest_cache .ruff_cache .hypothesis
