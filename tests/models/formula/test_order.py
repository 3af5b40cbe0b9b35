"""The order in which terms are worked out: every term after all that it needs, loops together."""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
import scipy.sparse
from scipy.sparse import csgraph

from desktop.storage.examples import example
from models.appraisal.model import model
from models.formula.node import Node
from models.formula.order import components


def _needs(node: Node) -> Sequence[Node]:
    return () if node.op.is_leaf else node.operands


def test_groups_are_scipys_strong_components_each_after_what_it_needs() -> None:
    """The insurer's model has loops over the months; scipy finds the same groups in the same graph."""
    roots = list(model(example().plan.structure).lines.values())
    nodes: list[Node] = [*roots]
    known = {id(node) for node in nodes}
    for node in nodes:
        new = [needed for needed in _needs(node) if id(needed) not in known]
        nodes += {id(needed): needed for needed in new}.values()
        known |= {id(needed) for needed in new}
    place = {id(node): number for number, node in enumerate(nodes)}
    edges = [(place[id(node)], place[id(needed)]) for node in nodes for needed in _needs(node)]
    ends = np.array(edges).T
    graph = cast("Any", scipy.sparse).coo_array((np.ones(len(edges)), (ends[0], ends[1])), shape=2 * (len(nodes),))
    count, of = cast("Any", csgraph).connected_components(graph, directed=True, connection="strong")
    groups = list(components(roots))
    assert len(groups) == count
    assert any(len(group) > 1 for group in groups)
    done: set[int] = set()
    for group in groups:
        own = {id(node) for node in group}
        assert len({int(of[place[id(node)]]) for node in group}) == 1
        assert all(id(needed) in own | done for node in group for needed in _needs(node))
        done |= own
    assert len(done) == len(nodes)
