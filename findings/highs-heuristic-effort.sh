#!/usr/bin/env bash
# HiGHS, told to spend an effort of 0 on MIP heuristics, spends on them what it does by default.
#
# Versions   highspy 1.15.1 and 1.16.0. Linux, Python 3.11.
# Seen       Three small network designs (arcs to open, flows in eight scenarios). By default more than half of
#            all simplex iterations are the heuristics'. With mip_heuristic_effort at 0.0, the least of its range
#            from 0 to 1, the search is the same to the iteration. Only the switches of each heuristic
#            (mip_heuristic_run_rins, _rens, _root_reduced_cost) bring their iterations to none.
# Hurts      Whoever has a good plan already and wants the time spent on the bound: the option that is told of
#            first, and that other layers hand on, does nothing, and nothing says so.
# Here       benchmarks/RESULTS.md (network design). The planner leaves the option alone.
#
# Run by hand; needs the network. Ends 0 while this is so, 1 once it has changed.
set -euo pipefail
scratch="$(mktemp -d)"
trap 'rm -rf "$scratch"' EXIT

cat > "$scratch/solve.py" <<'EOF'
import random
import re
import sys

import highspy

NODES, SCENARIOS, WIDEST = 10, 8, 60
EFFORT = {"mip_heuristic_effort": 0.0}
SWITCHES = {f"mip_heuristic_run_{name}": False for name in ("rins", "rens", "root_reduced_cost")}


def design(seed):
    """Return arcs to open, and flows over them that meet the needs of every scenario or pay for it."""
    dice, highs = random.Random(seed), highspy.Highs()
    highs.silent()
    arcs = [(i, j) for i in range(NODES) for j in range(NODES) if i != j and dice.random() < 0.4]
    opened = [highs.addBinary(obj=dice.randint(50, 300)) for _ in arcs]
    for _ in range(SCENARIOS):
        needs = [dice.randint(-20, 20) for _ in range(NODES - 1)]
        needs.append(-sum(needs))
        flows = [highs.addVariable(obj=dice.randint(1, 9) / SCENARIOS) for _ in arcs]
        for node, need in enumerate(needs):
            missing, spare = (highs.addVariable(obj=200 / SCENARIOS) for _ in range(2))
            out = sum(flow for flow, (start, _) in zip(flows, arcs) if start == node)
            into = sum(flow for flow, (_, end) in zip(flows, arcs) if end == node)
            highs.addConstr(out - into + missing - spare == need)
        for flow, arc in zip(flows, opened):
            highs.addConstr(flow - WIDEST * arc <= 0)
    return highs


def iterations(seed, options, log):
    """Return all simplex iterations of a search, and those of its heuristics."""
    highs = design(seed)
    for name, value in {"threads": 1, "output_flag": True, "log_to_console": False, **options}.items():
        highs.setOptionValue(name, value)
    open(log, "w").close()
    highs.setOptionValue("log_file", log)
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    with open(log) as told:
        text = told.read()
    return tuple(int(re.search(form, text)[1]) for form in (r"LP iterations\s+(\d+)", r"(\d+) \(heuristics\)"))


same = none = half = 0
for seed in range(3):
    usual, effort, switched = (iterations(seed, options, sys.argv[1]) for options in ({}, EFFORT, SWITCHES))
    print(f"network {seed}: (all, heuristics) by default {usual}, effort 0 {effort}, switched off {switched}")
    half += 2 * usual[1] > usual[0]
    same += usual == effort
    none += switched[1] == 0
print(f"same {same}, none {none}, half {half}")
EOF

for version in 1.15.1 1.16.0; do
  "${PYTHON:-python3}" -m venv "$scratch/$version"
  "$scratch/$version/bin/python" -m pip install -q --disable-pip-version-check "highspy==$version" 2> /dev/null
  echo "highspy $version"
  "$scratch/$version/bin/python" "$scratch/solve.py" "$scratch/log" | grep -E "^(network|same)" | tee "$scratch/said"
  grep -qx 'same 3, none 3, half 3' "$scratch/said"
done
