#!/bin/sh
# Set up what Boardcase needs: Python packages from the lock file, and where it may, system libraries.
# Used by run.sh, test.sh and release.sh; it does nothing that is done already.
#   setup.sh run         what the program needs
#   setup.sh test        that, and what the tests need (LibreOffice, Chromium, qpdf, poppler)
#   setup.sh installer   what freezing the program, trying it and packing it need
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
cd "$root"

say() { printf 'boardcase: %s\n' "$*" >&2; }

# Install the system packages that are missing, where this system has them and this user may.
install_missing() {
  command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1 || return 0
  missing=""
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" = 0 ]; then as_root=""; elif sudo -n true 2>/dev/null; then as_root="sudo"; else as_root=none; fi
  if [ "$as_root" = none ]; then
    say "these system packages are missing and this user may not install them:$missing"
    return 0
  fi
  say "installing system packages:$missing"
  $as_root apt-get update -qq >&2
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >&2
}

# Qt's own libraries, and what a real X window needs.
needs="libgl1 libegl1 libglib2.0-0t64 libxkbcommon0 libfontconfig1 libdbus-1-3 libgssapi-krb5-2 \
libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-image0 libxcb-render-util0 libxcb-xkb1 libxkbcommon-x11-0"
case "${1:-run}" in
  test) needs="$needs chromium libreoffice-calc-nogui python3-uno qpdf poppler-utils" ;;
  installer) needs="$needs binutils dpkg-dev strace xauth xvfb xz-utils" ;;
esac
command -v uv >/dev/null 2>&1 || [ -x .tools/bin/uv ] || needs="$needs python3-venv"
# shellcheck disable=SC2086
install_missing $needs

# The system's certificates, where there are any: a company's own authority stands there and nowhere else.
[ -n "${SSL_CERT_FILE:-}" ] || [ ! -r /etc/ssl/certs/ca-certificates.crt ] || export SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt

uv=$(command -v uv || true)
if [ -z "$uv" ]; then
  if [ ! -x .tools/bin/uv ]; then
    say "installing uv into .tools"
    python3 -m venv .tools
    .tools/bin/pip install --quiet --disable-pip-version-check uv >&2
  fi
  uv="$root/.tools/bin/uv"
fi

groups="--group benchmark --group installer"
# A dev checkout keeps its groups: the program runs with more installed, never with less.
if [ "${1:-run}" = run ] && [ ! -x .venv/bin/pytest ]; then groups="--no-default-groups"; fi
# shellcheck disable=SC2086
"$uv" sync --quiet --frozen --compile-bytecode $groups >&2
# The program's own modules too: where Python is told to write none, every start would compile all of them again.
.venv/bin/python -m compileall -q desktop models >&2 || say "the modules could not be compiled ahead; starts take longer"

# A frozen program brings Python's shared library, which Debian's own Python does without.
if [ "${1:-run}" = installer ] && [ -x .venv/bin/python ]; then
  library=$(.venv/bin/python -c 'import sys, sysconfig; print("" if sysconfig.get_config_var("Py_ENABLE_SHARED") and sys.prefix != "/usr" and not sys.base_prefix.startswith("/usr") else "libpython%d.%d" % sys.version_info[:2])')
  if [ -n "$library" ] && ! ldconfig -p 2>/dev/null | grep -q "$library\.so"; then
    if apt-cache show "$library" >/dev/null 2>&1; then install_missing "$library"; else install_missing "${library}t64"; fi
  fi
fi
