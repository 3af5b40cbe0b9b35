#!/bin/sh
# Try a Debian package in a bare Debian 13: try_deb.sh NEW.deb [OLDER.deb]
# Makes a chroot (debootstrap, minbase), installs, runs, upgrades, double-clicks on a plan in a file manager, removes, and looks what is left.
# Needs root, debootstrap and a mirror. It says what it sees and ends with 1 at the first thing that is wrong. A picture of the double click is left in PICTURE, where that is given.
set -eu
new=$(realpath "$1")
older=${2:+$(realpath "$2")}
bare=$(mktemp -d)
chmod 755 "$bare"
wrong() { printf 'wrong: %s\n' "$*"; exit 1; }
right() { printf 'right: %s\n' "$*"; }
inside() { chroot "$bare" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }
as_user() { inside su - ada -c "$1"; }
cleanup() {
  umount "$bare/proc" "$bare/dev/pts" "$bare/dev" 2> /dev/null || umount -l "$bare/proc" "$bare/dev" 2> /dev/null || true
  rm -rf --one-file-system "$bare"
}
trap cleanup EXIT

debootstrap --variant=minbase trixie "$bare" "${MIRROR:-http://deb.debian.org/debian}" > /dev/null
mount -t proc proc "$bare/proc"
mount --bind /dev "$bare/dev"
mount -t devpts devpts "$bare/dev/pts" 2> /dev/null || true
cp /etc/resolv.conf "$bare/etc/resolv.conf" 2> /dev/null || true
cp /etc/apt/apt.conf.d/*prox* "$bare/etc/apt/apt.conf.d/" 2> /dev/null || true
inside apt-get update -qq
inside useradd -m -u 64321 ada # a number nobody has outside: processes are the host's too
mkdir "$bare/packages"
cp "$new" ${older:+"$older"} "$bare/packages/"
new=/packages/$(basename "$new")
version=$(inside dpkg-deb -f "$new" Version)
right "a bare Debian 13: $(inside dpkg-query -f '.\n' -W | wc -l) packages"

if [ -n "$older" ]; then
  older=/packages/$(basename "$older")
  inside apt-get install -y -qq --no-install-recommends "$older" > "$bare/log" 2>&1 || { cat "$bare/log"; wrong "the older package does not install"; }
  as_user 'mkdir -p plans && cd plans && boardcase new old.boardcase --example startup && QT_QPA_PLATFORM=offscreen boardcase --rehearse /tmp/before' > "$bare/log" 2>&1 || { cat "$bare/log"; wrong "the older program does not run"; }
  right "the older version runs: $(as_user 'boardcase --version')"
fi
inside apt-get install -y -qq --no-install-recommends "$new" > "$bare/log" 2>&1 || { cat "$bare/log"; wrong "the package does not install"; }
[ "$(inside dpkg-query -W -f '${Version}' boardcase)" = "$version" ] || wrong "another version is installed"
[ -z "$(inside dpkg --verify boardcase)" ] || wrong "files are not as packaged: $(inside dpkg --verify boardcase)"
[ -z "$(inside dpkg --audit)" ] || wrong "dpkg complains: $(inside dpkg --audit)"
right "installed with $(inside dpkg-query -f '.\n' -W | wc -l) packages in all: $(as_user 'boardcase --version')"

as_user 'mkdir -p plans && cd plans && boardcase new "Plan für März.boardcase" --example insurer --force && boardcase evaluate "Plan für März.boardcase"' > "$bare/log" 2>&1 || { cat "$bare/log"; wrong "a command fails"; }
grep -q 'overtakes' "$bare/log" || wrong "no verdict: $(cat "$bare/log")"
as_user 'cd plans && boardcase export "Plan für März.boardcase" --xlsx a.xlsx --pdf a.pdf --date 2026-11-25 && boardcase audit a.xlsx' > "$bare/log" 2>&1 || { cat "$bare/log"; wrong "an export fails"; }
as_user 'QT_QPA_PLATFORM=offscreen boardcase --rehearse /tmp/rehearsal' > "$bare/log" 2>&1 || { cat "$bare/log"; wrong "the rehearsal fails"; }
right "commands, exports and a rehearsal run for a user without rights"

inside apt-get install -y -qq --no-install-recommends xvfb openbox pcmanfm xdotool imagemagick shared-mime-info desktop-file-utils x11-utils man-db file > /dev/null 2>&1 || wrong "the tools for the desktop do not install"
[ "$(inside file -b --mime-type /usr/share/icons/hicolor/256x256/apps/boardcase.png)" = image/png ] || wrong "no icon"
as_user 'MANPAGER=cat man boardcase' | grep -q 'decide where AI runs' || wrong "no man page"
cat > "$bare/home/ada/desk.sh" <<'DESK'
export DISPLAY=:9
Xvfb :9 -screen 0 1366x768x24 > /dev/null 2>&1 &
sleep 2
openbox > /dev/null 2>&1 &
mkdir -p desk
cp "plans/Plan für März.boardcase" desk/
dbus-run-session -- pcmanfm desk > /dev/null 2>&1 &
sleep 6
window=$(xdotool search --onlyvisible --class pcmanfm | tail -1)
eval "$(xdotool getwindowgeometry --shell "$window")"
# the only file is the first in the folder's view, right of the side pane
for across in 205 225 245 265; do
  xdotool mousemove $((X + across)) $((Y + 130)) click --repeat 2 --delay 120 1
  for _ in 1 2 3 4 5 6; do
    sleep 1
    xdotool search --name 'Plan für März.*Boardcase' > /dev/null 2>&1 && break 2
  done
done
sleep 3
import -window root desk.png
xdotool search --name 'Plan für März.*Boardcase' getwindowname
DESK
inside apt-get install -y -qq --no-install-recommends dbus > /dev/null 2>&1
inside chown ada /home/ada/desk.sh
title=$(as_user 'sh desk.sh' 2> /dev/null | tail -1) || true
[ -z "${PICTURE:-}" ] || cp "$bare/home/ada/desk.png" "$PICTURE" 2> /dev/null || true
inside pkill -u ada || true
case "$title" in *"Plan für März"*) right "a double click in a file manager opens the plan: $title" ;; *) wrong "a double click opened nothing" ;; esac
sleep 2

inside apt-get purge -y -qq boardcase > /dev/null 2>&1 || wrong "the package does not go"
left=$(find "$bare" -xdev \( -path "$bare/home" -o -path "$bare/packages" -o -path "$bare/proc" -o -path "$bare/dev" -o -path "$bare/tmp" -o -path "$bare/var/log" \) -prune -o -iname '*boardcase*' -print)
[ -z "$left" ] || wrong "left behind: $left"
[ -f "$bare/home/ada/plans/Plan für März.boardcase" ] || wrong "the user's plan is gone"
right "removed: the user's plans and settings stay, nothing else"
