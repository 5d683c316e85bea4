#!/usr/bin/env bash
# HiGHS 1.16.0 prints two lines to standard output when the first Highs() of a process is made.
#
# Versions   highspy 1.16.0 prints; highspy 1.15.1 does not. Linux, Python 3.11.
# Seen       The lines go to file descriptor 1 before output_flag or log_to_console can be set on anything,
#            so they cannot be turned off, and replacing sys.stdout does not catch them.
# Hurts      Every program whose standard output is read by another: JSON is no longer JSON.
# Here       docs/decisions/0019-solver-behaviour-met.md; models/runs/standard_output.py.
#
# Run by hand; needs the network. Ends 0 while this is so, 1 once it has changed.
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

said() {
  "${PYTHON:-python3}" -m venv "$scratch/$1"
  "$scratch/$1/bin/python" -m pip install -q --disable-pip-version-check "highspy==$1" 2> /dev/null
  "$scratch/$1/bin/python" -c 'import highspy; highspy.Highs()' | wc -l
}

older="$(said 1.15.1)"
newer="$(said 1.16.0)"
echo "lines on standard output: highspy 1.15.1: $older, highspy 1.16.0: $newer"
[ "$older" -eq 0 ] && [ "$newer" -eq 2 ]
