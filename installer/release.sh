#!/bin/sh
# Make a release on this system: set up, freeze, try, pack, add up. release.sh OUT, or release.sh --try
#   --try   freeze and try only, as CI does
# Linux gives a .deb and a .tar.xz, macOS a .dmg, Windows (Git's sh) a .zip of the program, of which installer/windows/package.sh makes the installer on Linux.
set -eu
try=
if [ "${1:-}" = --try ]; then try=yes; shift; fi
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
if [ -z "$try" ]; then
  mkdir -p "$1"
  out=$(CDPATH='' cd -- "$1" && pwd)
fi
sh "$root/installer/setup.sh" installer
cd "$root"
python=.venv/bin/python
[ -x "$python" ] || python=.venv/Scripts/python.exe
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" installer/freeze.py "$work/dist" "$work/build"
program="$work/dist/boardcase/boardcase"
[ -x "$program" ] || program="$program.exe"
"$python" installer/smoke.py "$program"
[ -z "$try" ] || exit 0
case "$(uname -s)" in
  Linux) sh installer/linux/package.sh "$work/dist/boardcase" "$work/build/boardcase/bundled.json" "$out" ;;
  Darwin) sh installer/macos/package.sh "$work/dist/Boardcase.app" "$out" ;;
  *) "$python" -c "import shutil, sys; shutil.make_archive(sys.argv[1], 'zip', sys.argv[2])" "$out/boardcase-windows-program" "$work/dist/boardcase" ;;
esac
case "$(uname -s)" in Linux) system=linux ;; Darwin) system=macos ;; *) system=windows ;; esac
cp "$work/dist/boardcase/boardcase.cdx.json" "$out/boardcase-$system-$(uname -m).cdx.json"
"$python" installer/checksums.py "$out"
