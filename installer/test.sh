#!/bin/sh
# Run every check: lint, types, import contracts, workflows, tests. Arguments go to pytest.
#   test.sh          the suite, seven to ten minutes on two processors
#   test.sh --long   that, and what is drawn, killed, fuzzed or searched at length, with what is covered: run before
#                    an issue is closed and before a release
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
sh "$root/installer/setup.sh" test
cd "$root"
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
.venv/bin/ruff check models desktop tests installer
.venv/bin/ruff format --check --quiet models desktop tests installer
.venv/bin/lint-imports --no-cache
.venv/bin/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
.venv/bin/zizmor --offline --no-progress --quiet .github/workflows
# types take a minute of one processor: they are checked beside the tests, and told at the end
told=$(mktemp)
.venv/bin/basedpyright > "$told" 2>&1 &
types=$!
trap 'kill "$types" 2> /dev/null || true; rm -f "$told"' EXIT
# what is covered is a question to all of the tests only
[ "$*" != --long ] || set -- --long --cov --cov-report=term
code=0
.venv/bin/python -m pytest -n auto --maxprocesses=4 --dist worksteal "$@" || code=$?
wait "$types" || code=1
cat "$told"
exit "$code"
