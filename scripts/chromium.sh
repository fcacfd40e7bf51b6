#!/bin/sh
# Prints the Chromium that the tests of the page drive, and installs Debian's where there is none:
# $CHROMIUM, or chromium, chromium-browser or google-chrome of PATH. Only tests need one.
set -eu

find_chromium() {
  if [ -n "${CHROMIUM:-}" ]; then
    command -v "$CHROMIUM" || { echo "make: CHROMIUM=$CHROMIUM is not there" >&2; exit 1; }
  else
    command -v chromium || command -v chromium-browser || command -v google-chrome
  fi
}

find_chromium && exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
  as_root=sudo
fi
if ! command -v apt-get >/dev/null || ! command -v ${as_root:-:} >/dev/null; then
  echo 'make: the tests of the page need Chromium: install it, or name one with CHROMIUM=/path/to/chromium' >&2
  exit 1
fi
echo 'make: installing chromium' >&2
# The fonts are only recommended: without any, a page is measured and photographed without text.
install='apt-get install -y -qq --no-install-recommends chromium fonts-liberation'
export DEBIAN_FRONTEND=noninteractive
{ $as_root $install || { $as_root apt-get update -qq && $as_root $install; }; } >&2 || {
  echo 'make: apt-get cannot install chromium; install it, or name one with CHROMIUM=/path/to/chromium' >&2
  exit 1
}
find_chromium
