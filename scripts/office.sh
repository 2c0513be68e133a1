#!/usr/bin/env bash
# LibreOffice without a window, which the tests use to write xls, ods and et-like files as county offices do.
# Debian and its kin; elsewhere install LibreOffice Calc so that `soffice` is on PATH.
set -euo pipefail
command -v soffice >/dev/null && exit 0
command -v apt-get >/dev/null || { echo "soffice is not on PATH and there is no apt-get: install LibreOffice Calc by hand" >&2; exit 1; }
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
echo "Installing LibreOffice Calc for the tests …"
$as_root apt-get -qq update
DEBIAN_FRONTEND=noninteractive $as_root apt-get -qq install --no-install-recommends -y libreoffice-calc >/dev/null
