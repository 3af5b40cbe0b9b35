#!/bin/sh
# Sign Boardcase.app, have it notarised and make the disk image: package.sh Boardcase.app OUT
#   CODESIGN_IDENTITY   "Developer ID Application: ..."; without it the program is signed for this computer only ("-") and not notarised
#   NOTARY_PROFILE      credentials kept by: xcrun notarytool store-credentials NAME --apple-id ... --team-id ... --password ...
#   NOTARY_KEYCHAIN     the keychain they are kept in, where it is not the usual one
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
app=$(CDPATH='' cd -- "$1" && pwd)
mkdir -p "$2"
out=$(CDPATH='' cd -- "$2" && pwd)
version=$("$root/.venv/bin/python" -c 'from desktop.storage.release_notes import current; print(current())')
image="$out/boardcase-$version-macos-$(uname -m).dmg"
identity=${CODESIGN_IDENTITY:--}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

timestamp=--timestamp
[ "$identity" != - ] || timestamp=--timestamp=none
sign() { codesign --force --options runtime "$timestamp" --sign "$identity" "$@"; }

# 1. from the inside out: libraries, then frameworks, then the program with what it may do
find "$app/Contents" -type f \( -name '*.so' -o -name '*.dylib' \) -print | sort > "$work/libraries"
while IFS= read -r library; do sign "$library"; done < "$work/libraries"
find "$app/Contents/Frameworks" -type d -name '*.framework' -print | sort -r > "$work/frameworks"
while IFS= read -r framework; do sign "$framework"; done < "$work/frameworks"
sign --entitlements "$here/entitlements.plist" "$app"
codesign --verify --deep --strict "$app"

# what is signed is what is tried: the hardened program goes through a rehearsal
QT_QPA_PLATFORM=offscreen "$app/Contents/MacOS/boardcase" --rehearse "$work/rehearsal"

# 2. the disk image: the program, a way to the folder of programs, the notices
mkdir "$work/image"
cp -R "$app" "$work/image/"
ln -s /Applications "$work/image/Applications"
cp "$app/Contents/Resources/NOTICES.txt" "$app/Contents/Resources/LICENSE" "$work/image/"
hdiutil create -quiet -ov -format UDZO -volname "Boardcase $version" -srcfolder "$work/image" "$image"
[ "$identity" = - ] || codesign --force "$timestamp" --sign "$identity" "$image"

# 3. notarisation, and its ticket with the image
if [ "$identity" != - ] && [ -n "${NOTARY_PROFILE:-}" ]; then
  xcrun notarytool submit "$image" --keychain-profile "$NOTARY_PROFILE" ${NOTARY_KEYCHAIN:+--keychain "$NOTARY_KEYCHAIN"} --wait
  xcrun stapler staple "$image"
  spctl --assess --type open --context context:primary-signature --verbose "$image"
else
  printf 'not notarised (no identity or no credentials): %s\n' "$(basename "$image")"
fi
hdiutil verify -quiet "$image"
"$root/.venv/bin/python" "$root/installer/checksums.py" "$out"
