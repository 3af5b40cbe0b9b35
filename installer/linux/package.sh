#!/bin/sh
# Make the Linux packages of a frozen program: package.sh FROZEN MANIFEST OUT
# FROZEN is the folder freeze.py made, MANIFEST the bundled.json of its work folder.
# Writes boardcase_VERSION-1_ARCH.deb and boardcase-VERSION-linux-ARCH.tar.xz into OUT. The same program gives the same bytes.
# The archive brings every library it needs but those of the C library and of graphics; the Debian package leaves what Debian has to Debian, and says so in its dependencies.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$(CDPATH='' cd -- "$here/../.." && pwd)
frozen=$(CDPATH='' cd -- "$1" && pwd)
manifest=$(realpath "$2")
mkdir -p "$3"
out=$(CDPATH='' cd -- "$3" && pwd)
python="$root/.venv/bin/python"
version=$(QT_QPA_PLATFORM=offscreen "$frozen/boardcase" --version | cut -d' ' -f2)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
maintainer=${MAINTAINER:-Boardcase <boardcase@localhost>}
day=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 022

# the archive
tar --sort=name --owner=0 --group=0 --numeric-owner --mode=go-w --mtime="@$SOURCE_DATE_EPOCH" -C "$(dirname "$frozen")" --transform "s,^$(basename "$frozen"),boardcase-$version," -cf "$work/archive.tar" "$(basename "$frozen")"
xz -T0 -6 -c "$work/archive.tar" > "$out/boardcase-$version-linux-$(uname -m).tar.xz"
rm "$work/archive.tar"

# the Debian package
command -v dpkg-deb > /dev/null 2>&1 || exit 0
arch=$(dpkg --print-architecture)
tree="$work/deb"
share="$tree/usr/share"
install -d "$tree/opt" "$tree/usr/bin" "$share/applications" "$share/metainfo" "$share/mime/packages" "$share/man/man1" "$share/doc/boardcase" "$share/lintian/overrides" "$share/icons/hicolor/scalable/apps" "$tree/DEBIAN"
cp -a "$frozen" "$tree/opt/boardcase"
"$python" "$root/installer/notices.py" --without-system "$manifest" "$tree/opt" > /dev/null
ln -s /opt/boardcase/boardcase "$tree/usr/bin/boardcase"
install -m 644 "$here/boardcase.desktop" "$share/applications/boardcase.desktop"
install -m 644 "$here/boardcase.xml" "$share/mime/packages/boardcase.xml"
sed "s/@VERSION@/$version/; s/@DAY@/$day/" "$here/org.boardcase.Boardcase.metainfo.xml" > "$share/metainfo/org.boardcase.Boardcase.metainfo.xml"
sed "s/@VERSION@/$version/; s/@DAY@/$day/" "$here/boardcase.1" | gzip -9n > "$share/man/man1/boardcase.1.gz"
mv "$tree/opt/boardcase/NOTICES.txt" "$share/doc/boardcase/copyright"
ln -s /usr/share/doc/boardcase/copyright "$tree/opt/boardcase/NOTICES.txt"
rm "$tree/opt/boardcase/LICENSE"
gzip -9nc "$root/CHANGELOG.md" > "$share/doc/boardcase/changelog.gz"
printf 'boardcase (%s-1) stable; urgency=medium\n\n  * What changed stands in changelog.gz.\n\n -- %s  %s\n' "$version" "$maintainer" "$(date -u -R -d "@$SOURCE_DATE_EPOCH")" | gzip -9n > "$share/doc/boardcase/changelog.Debian.gz"
install -m 644 "$here/lintian" "$share/lintian/overrides/boardcase"
install -m 644 "$root/resources/icons/boardcase.svg" "$share/icons/hicolor/scalable/apps/boardcase.svg"
"$python" "$root/installer/icons.py" "$share/icons/hicolor" > /dev/null
chmod -R u=rwX,go=rX "$tree"
find "$tree/opt" -name '*.so*' -type f -exec chmod 644 {} +
mkdir "$work/debian"
printf 'Source: boardcase\n\nPackage: boardcase\nArchitecture: any\n' > "$work/debian/control"
depends=$(cd "$work" && find "$tree/opt/boardcase" -type f \( -name '*.so*' -o -name boardcase \) ! -path '*/printsupport/*' -print0 \
  | xargs -0 dpkg-shlibdeps -O --ignore-missing-info --warnings=0 "-l$tree/opt/boardcase/_internal" "-l$tree/opt/boardcase/_internal/PySide6/Qt/lib" | sed -n 's/^shlibs:Depends=//p')
cat > "$tree/DEBIAN/control" <<CONTROL
Package: boardcase
Version: $version-1
Architecture: $arch
Maintainer: $maintainer
Installed-Size: $(du -sk --exclude=DEBIAN "$tree" | cut -f1)
Depends: $depends, fontconfig-config, xkb-data
Recommends: libcups2t64 | libcups2, shared-mime-info, desktop-file-utils, hicolor-icon-theme
Section: misc
Priority: optional
Description: decide where AI runs: cloud, on-premises or hybrid
 Boardcase edits scenarios of an organisation's AI infrastructure, plots what
 each option costs over the months, and writes the workbook and the business
 case a board decides on. It works offline.
CONTROL
(cd "$tree" && find usr opt -type f -print0 | sort -z | xargs -0 md5sum > DEBIAN/md5sums)
chmod 644 "$tree/DEBIAN/md5sums" "$tree/DEBIAN/control"
find "$tree" -print0 | xargs -0 touch -h -d "@$SOURCE_DATE_EPOCH"
dpkg-deb --root-owner-group -Zxz -z6 --build "$tree" "$out/boardcase_${version}-1_$arch.deb" > /dev/null
