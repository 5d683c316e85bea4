"""Plans whose whole numbers do nothing but open: how HiGHS is asked to search them (docs/decisions/0078).

Each is a yes or no, and a yes only ever leaves quantities more room: an arc of a network, a supplier, a site.
Whatever the relaxation uses, rounded up, is then a plan. So searches within the search that look for a first
plan near the relaxation find little that is not at hand; and the relaxation, from which every number is far,
says little of which to try: both sides of many are, and that takes longer than to go on.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from models.solver.standard_form import Arrays

FEWEST = 2
"""Numbers to be decided from which on a search has something to try."""
PLAINLY: Mapping[str, bool | int] = {
    "mip_heuristic_run_feasibility_jump": False,
    "mip_heuristic_run_rens": False,
    "mip_heuristic_run_root_reduced_cost": False,
    "mip_pscost_minreliable": 0,
}
"""Options of HiGHS for them."""


def only_opens(arrays: Arrays) -> bool:
    """Tell whether every whole number is a yes or no, and a yes only ever leaves quantities more room.

    Parameters
    ----------
    arrays : Arrays
    """
    whole = arrays.whole
    if int(np.sum(whole & (arrays.lower < arrays.upper))) < FEWEST:
        return False
    if np.any(arrays.lower[whole] < 0.0) or np.any(arrays.upper[whole] > 1.0):
        return False
    opening = arrays.matrix.tocsc()[:, whole].tocoo()
    counted = np.bincount(opening.row, minlength=len(arrays.row_lower))
    if not len(opening.row) or np.any(counted > 1):
        return False
    upwards = opening.data > 0
    held = np.where(upwards, arrays.row_upper[opening.row], arrays.row_lower[opening.row])
    return bool(np.all(np.isinf(held)))
