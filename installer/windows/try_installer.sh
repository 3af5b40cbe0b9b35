#!/bin/sh
# Try the Windows installer under Wine with a stand-in for the program: install silently, open a plan by its ending, upgrade, refuse while open, uninstall.
# Needs makensis, wine and xvfb-run (Debian: nsis wine wine64 xvfb). It says what it sees and ends with 1 at the first thing that is wrong.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
if [ -z "${DISPLAY:-}" ]; then exec xvfb-run -a sh "$0" "$@"; fi
work=$(mktemp -d)
export WINEPREFIX="$work/wine" WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES="mscoree,mshtml="
trap 'wineserver -k 2> /dev/null || wineserver64 -k 2> /dev/null || true; rm -rf "$work"' EXIT
wine() { timeout 90 wine "$@"; }
wrong() { printf 'wrong: %s\n' "$*"; exit 1; }
right() { printf 'right: %s\n' "$*"; }
user=$(id -un)
home="$WINEPREFIX/drive_c/users/$user"
place="$home/AppData/Local/Programs/Boardcase"
value() { wine reg query "$1" /v "$2" 2> /dev/null | tr -d '\r' | sed -n "s/^ *$2 *REG_[A-Z]* *//p"; }
default() { wine reg query "$1" /ve 2> /dev/null | tr -d '\r' | sed -n 's/^.*REG_SZ *//p'; }

# payloads of two versions, with names that make trouble and a file only the older one has
for version in 0.9.0 0.9.1; do
  pay="$work/$version"
  mkdir -p "$pay/_internal/resources/pläne"
  for name in boardcase boardcasew; do makensis -V1 "-DOUT=$pay/$name.exe" "$here/standin.nsi"; done
  printf '%s' "$version" > "$pay/_internal/resources/pläne/version.txt"
  printf 'x' > "$pay/_internal/only-$version.txt"
  printf 'notices' > "$pay/NOTICES.txt"; printf '{}' > "$pay/boardcase.cdx.json"; cp "$root/LICENSE" "$pay/LICENSE"
  "$root/.venv/bin/python" -c "from pathlib import Path; from installer.icons import write_ico, write_side; write_ico(Path('$work/boardcase.ico')); write_side(Path('$work/side.bmp'))"
  makensis -V2 -WX "-DVERSION=$version" "-DPAYLOAD=$pay" "-DICON=$work/boardcase.ico" "-DSIDE=$work/side.bmp" "-DOUT=$work/boardcase-$version.exe" "$here/boardcase.nsi"
done
right "compiles without a warning"
wineboot -i > /dev/null 2>&1

wine "$work/boardcase-0.9.0.exe" /S || wrong "the silent installation ended with $?"
[ -f "$place/_internal/resources/pläne/version.txt" ] || wrong "nothing at $place"
right "installed silently, for the user alone, into AppData/Local/Programs"
[ "$(value 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Boardcase' DisplayVersion)" = 0.9.0 ] || wrong "not among the installed programs"
[ -f "$home/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Boardcase.lnk" ] || wrong "not in the Start menu"
right "in the Start menu and among the installed programs"
[ "$(default 'HKCU\Software\Classes\.boardcase')" = Boardcase.plan ] || wrong "the ending is not known"
mkdir -p "$work/plans"
printf '{}' > "$work/plans/Plan für März.boardcase"
# Wine itself looks for endings among those of all users only, so the command that was registered is called as Windows would
command=$(default 'HKCU\Software\Classes\Boardcase.plan\shell\open\command')
program=$(printf '%s' "$command" | sed -n 's/^"\([^"]*\)" "%1"$/\1/p')
[ -n "$program" ] || wrong "the command does not name program and plan in quotes: $command"
wine "$program" "$(winepath -w "$work/plans/Plan für März.boardcase")" || wrong "the registered command ended with $?"
called=$(iconv -f UTF-16LE -t UTF-8 < "$place/called.txt")
case "$called" in *"Plan für März.boardcase"*) right "the command registered for the ending opens a plan: $called" ;; *) wrong "called with: $called" ;; esac

printf 'mine' > "$place/mine.txt"
wine "$work/boardcase-0.9.1.exe" /S || wrong "the upgrade ended with $?"
[ "$(cat "$place/_internal/resources/pläne/version.txt")" = 0.9.1 ] || wrong "the upgrade did not replace the program"
[ ! -e "$place/_internal/only-0.9.0.txt" ] || wrong "the upgrade left files of the older version"
[ "$(cat "$place/mine.txt")" = mine ] || wrong "the upgrade took a file of the user's"
[ "$(value 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Boardcase' DisplayVersion)" = 0.9.1 ] || wrong "the version is the older one"
right "upgraded over itself: nothing of the older version is left, nothing of the user's is gone"

wine "$place/boardcasew.exe" wait &
sleep 3
set +e
wine "$work/boardcase-0.9.0.exe" /S
code=$?
set -e
wait
if [ "$code" = 2 ] && [ "$(cat "$place/_internal/resources/pläne/version.txt")" = 0.9.1 ]; then
  right "refused while the program is open, and nothing was changed"
else
  printf 'not seen: a refusal while the program is open (code %s; Wine lets others write to an open program)\n' "$code"
  wine "$work/boardcase-0.9.1.exe" /S
fi

# a folder stands where a file should go
rm "$place/NOTICES.txt"; mkdir "$place/NOTICES.txt"; : > "$place/NOTICES.txt/x"
set +e
wine "$work/boardcase-0.9.1.exe" /S
code=$?
set -e
rm -r "$place/NOTICES.txt"
[ "$code" = 2 ] || wrong "an installation that could not write ended with $code"
right "an installation that cannot write a file ends with 2"
wine "$work/boardcase-0.9.1.exe" /S

wine "$place/uninstall.exe" /S "_?=$(winepath -w "$place")" || wrong "the removal ended with $?"
rm -f "$place/uninstall.exe" # with _? it cannot remove itself; without, it does so from a copy
[ "$(ls "$place")" = "called.txt
mine.txt" ] || wrong "left behind: $(ls "$place")"
rm "$place/mine.txt" "$place/called.txt"
for key in 'HKCU\Software\Boardcase' 'HKCU\Software\Classes\Boardcase.plan' 'HKCU\Software\Classes\.boardcase' 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Boardcase' 'HKCU\Software\Microsoft\Windows\CurrentVersion\App Paths\boardcase.exe'; do
  ! wine reg query "$key" > /dev/null 2>&1 || wrong "left in the registry: $key"
done
[ ! -e "$home/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Boardcase.lnk" ] || wrong "left in the Start menu"
right "uninstalled: the user's files stay, nothing else"

wine "$work/boardcase-0.9.1.exe" /S '/D=C:\Elsewhere\Boardcase' || wrong "another folder: ended with $?"
[ -f "$WINEPREFIX/drive_c/Elsewhere/Boardcase/boardcasew.exe" ] || wrong "another folder: nothing there"
wine "$work/boardcase-0.9.0.exe" /S
[ "$(cat "$WINEPREFIX/drive_c/Elsewhere/Boardcase/_internal/resources/pläne/version.txt")" = 0.9.0 ] || wrong "the next version did not follow into the other folder"
wine "$WINEPREFIX/drive_c/Elsewhere/Boardcase/uninstall.exe" /S
for _ in 1 2 3 4 5 6 7 8 9 10; do [ ! -d "$WINEPREFIX/drive_c/Elsewhere/Boardcase" ] || sleep 1; done
[ ! -d "$WINEPREFIX/drive_c/Elsewhere/Boardcase" ] || wrong "another folder: left behind"
right "another folder is remembered by the next version and removed"
