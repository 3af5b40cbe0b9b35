#!/bin/sh
# Run every check: lint, types, import contracts, tests. Arguments go to pytest.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
sh "$root/installer/setup.sh" test
cd "$root"
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"
.venv/bin/ruff check models desktop tests installer
.venv/bin/ruff format --check --quiet models desktop tests installer
.venv/bin/basedpyright
.venv/bin/lint-imports --no-cache
# what is covered is a question to the whole suite only
[ $# -gt 0 ] || set -- --cov --cov-report=term
exec .venv/bin/python -m pytest -n auto --maxprocesses=4 --dist worksteal "$@"
