#!/bin/sh
# Open Boardcase: sh installer/run.sh [PLAN], or any command of the command line, such as: sh installer/run.sh evaluate PLAN
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
sh "$root/installer/setup.sh" run
exec "$root/.venv/bin/boardcase" "$@"
