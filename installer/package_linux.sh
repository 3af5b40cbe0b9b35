#!/bin/sh
# Make the Linux packages of a frozen program: package_linux.sh DIST/boardcase OUT
# Writes boardcase_VERSION_amd64.deb, boardcase-VERSION-linux-x86_64.tar.xz and their checksums into OUT.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
frozen=$(CDPATH='' cd -- "$1" && pwd)
mkdir -p "$2"
out=$(CDPATH='' cd -- "$2" && pwd)
version=$(QT_QPA_PLATFORM=offscreen "$frozen/boardcase" --version | cut -d' ' -f2)
arch=$(dpkg --print-architecture)
# one time for every file, so that the same program gives the same package
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git -C "$root" log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree="$work/deb"
install -d "$tree/opt" "$tree/usr/bin" "$tree/usr/share/applications" "$tree/usr/share/mime/packages" "$tree/usr/share/man/man1" "$tree/usr/share/doc/boardcase" "$tree/usr/share/icons/hicolor/scalable/apps" "$tree/DEBIAN"
cp -a "$frozen" "$tree/opt/boardcase"
ln -s /opt/boardcase/boardcase "$tree/usr/bin/boardcase"
install -m 644 "$root/installer/linux/boardcase.desktop" "$tree/usr/share/applications/boardcase.desktop"
install -m 644 "$root/installer/linux/boardcase.xml" "$tree/usr/share/mime/packages/boardcase.xml"
gzip -9nc "$root/installer/linux/boardcase.1" > "$tree/usr/share/man/man1/boardcase.1.gz"
install -m 644 "$root/LICENSE" "$tree/usr/share/doc/boardcase/copyright"
gzip -9nc "$root/CHANGELOG.md" > "$tree/usr/share/doc/boardcase/changelog.gz"
install -m 644 "$root/resources/icons/boardcase.svg" "$tree/usr/share/icons/hicolor/scalable/apps/boardcase.svg"
"$root/.venv/bin/python" "$root/installer/icons.py" "$tree/usr/share/icons/hicolor" > /dev/null
cat > "$tree/DEBIAN/control" <<CONTROL
Package: boardcase
Version: $version
Architecture: $arch
Maintainer: Boardcase <boardcase@localhost>
Installed-Size: $(du -sk "$tree" | cut -f1)
Depends: libc6 (>= 2.39), libgl1, libegl1, libfontconfig1, libdbus-1-3, libxkbcommon0, libxkbcommon-x11-0, libxcb-cursor0, libxcb-icccm4, libxcb-keysyms1, libxcb-image0, libxcb-render-util0, libxcb-xkb1, libgssapi-krb5-2, libglib2.0-0t64 | libglib2.0-0
Section: office
Priority: optional
Description: decide where AI runs: cloud, on-premises or hybrid
 Boardcase edits scenarios, plots what each option costs over the months, and
 writes the workbook and the business case a board decides on. It works offline.
CONTROL
for script in postinst postrm; do
  cat > "$tree/DEBIAN/$script" <<'SCRIPT'
#!/bin/sh
set -e
for tool in "update-mime-database /usr/share/mime" "update-desktop-database -q" "gtk-update-icon-cache -q -t -f /usr/share/icons/hicolor"; do
  command -v "${tool%% *}" > /dev/null 2>&1 && $tool || true
done
SCRIPT
  chmod 755 "$tree/DEBIAN/$script"
done
find "$tree" -print0 | xargs -0 touch -h -d "@$SOURCE_DATE_EPOCH"
dpkg-deb --root-owner-group -Zxz -z6 --build "$tree" "$out/boardcase_${version}_$arch.deb" > /dev/null
tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -C "$(dirname "$frozen")" -cf - "$(basename "$frozen")" | xz -T0 -6 > "$out/boardcase-$version-linux-x86_64.tar.xz"
(cd "$out" && sha256sum "boardcase_${version}_$arch.deb" "boardcase-$version-linux-x86_64.tar.xz" > SHA256SUMS)
ls -l "$out"
