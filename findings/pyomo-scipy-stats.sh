#!/usr/bin/env bash
# Pyomo 6.10.1, once imported, makes the first import of any part of SciPy import scipy.stats as well.
#
# Versions   pyomo 6.10.1, scipy 1.17.1, numpy 2.4.6. Linux, Python 3.11.
# Seen       `import pyomo.environ` puts a finder of its own first on sys.meta_path, which runs a callback after
#            SciPy is imported by anybody (pyomo.common.dependencies, `_finalize_scipy`): it imports scipy.stats,
#            scipy.integrate and scipy.spatial. After Pyomo `import scipy.sparse` takes about four times the CPU
#            seconds that it takes by itself; before Pyomo it takes its own, and nothing more is loaded.
# Hurts      Whoever starts often: a command-line tool, a worker process, a test; two thirds of a second each.
# Here       docs/decisions/0017-branches-are-written-as-arrays.md; models/formulation/pyomo_backend.py is
#            imported only where a Pyomo model is asked for.
#
# Run by hand; needs the network. Ends 0 while this is so, 1 once it has changed.
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

"${PYTHON:-python3}" -m venv "$scratch/venv"
"$scratch/venv/bin/python" -m pip install -q --disable-pip-version-check \
  pyomo==6.10.1 scipy==1.17.1 numpy==2.4.6 2> /dev/null

cat > "$scratch/import.py" <<'EOF'
import sys
import time
from importlib import import_module

first = sys.argv[1:]
for name in first:
    import_module(name)
begin = time.process_time()
import scipy.sparse

print(time.process_time() - begin, int("scipy.stats" in sys.modules))
EOF

least() { # of five runs: what else the machine does only adds
  for _ in 1 2 3 4 5; do "$scratch/venv/bin/python" "$scratch/import.py" "$@"; done | sort -g | head -1
}

least numpy > /dev/null # compiles and reads all files once
least numpy pyomo.environ > /dev/null
read -r alone loaded_alone <<< "$(least numpy)"
read -r after loaded_after <<< "$(least numpy pyomo.environ)"
ratio="$(awk "BEGIN { printf \"%.1f\", $after / $alone }")"
echo "scipy.sparse by itself: $alone s, scipy.stats loaded: $loaded_alone"
echo "scipy.sparse after pyomo.environ: $after s, scipy.stats loaded: $loaded_after ($ratio times)"
[ "$loaded_alone" -eq 0 ] && [ "$loaded_after" -eq 1 ] && awk "BEGIN { exit !($ratio > 2) }"
