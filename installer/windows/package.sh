#!/bin/sh
# Make the Windows installer of a frozen Windows program, on Linux: package.sh FROZEN OUT
# FROZEN is the folder freeze.py made on Windows. Needs makensis (Debian: nsis), and osslsigncode where it shall be signed:
#   SIGN_PFX a certificate with its key, SIGN_PASSWORD its password, SIGN_TIME a timestamp server
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
frozen=$(CDPATH='' cd -- "$1" && pwd)
mkdir -p "$2"
out=$(CDPATH='' cd -- "$2" && pwd)
python="$root/.venv/bin/python"
version=$("$python" -c 'from desktop.storage.release_notes import current; print(current())')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sign() {
  if [ -z "${SIGN_PFX:-}" ]; then
    printf 'not signed (no certificate): %s\n' "$(basename "$1")"
    return 0
  fi
  osslsigncode sign -pkcs12 "$SIGN_PFX" -pass "$SIGN_PASSWORD" -h sha256 -n Boardcase -ts "${SIGN_TIME:-http://timestamp.digicert.com}" -in "$1" -out "$work/signed" > /dev/null
  mv "$work/signed" "$1"
}

"$python" -c "from pathlib import Path; from installer.icons import write_ico, write_side; write_ico(Path('$work/boardcase.ico')); write_side(Path('$work/side.bmp'))"
sign "$frozen/boardcase.exe"
sign "$frozen/boardcasew.exe"
makensis -V2 -WX "-DVERSION=$version" "-DPAYLOAD=$frozen" "-DICON=$work/boardcase.ico" "-DSIDE=$work/side.bmp" "-DOUT=$out/boardcase-$version-windows-x64.exe" "$here/boardcase.nsi"
sign "$out/boardcase-$version-windows-x64.exe"
"$python" "$root/installer/checksums.py" "$out"
