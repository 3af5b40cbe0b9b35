"""The order in which terms can be worked out."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from models.formula.node import Node


def components(roots: Iterable[Node], stand_ins: Mapping[int, Node] | None = None) -> Iterator[list[Node]]:
    """Yield the strongly connected groups of terms, each after all that it needs (Tarjan, without recursion).

    stand_ins: terms that are read in place of others, by the others' identity.
    """
    read = stand_ins or {}
    index: dict[int, int] = {}
    low: dict[int, int] = {}
    on_stack: set[int] = set()
    stack: list[Node] = []
    for one in roots:
        root = read.get(id(one), one)
        if id(root) in index:
            continue
        work: list[tuple[Node, Iterator[Node]]] = [(root, iter(_needs(root)))]
        index[id(root)] = low[id(root)] = len(index)
        stack.append(root)
        on_stack.add(id(root))
        while work:
            node, needs = work[-1]
            following = next(needs, None)
            if following is not None:
                following = read.get(id(following), following)
            if following is not None:
                if id(following) not in index:
                    index[id(following)] = low[id(following)] = len(index)
                    stack.append(following)
                    on_stack.add(id(following))
                    work.append((following, iter(_needs(following))))
                elif id(following) in on_stack:
                    low[id(node)] = min(low[id(node)], index[id(following)])
                continue
            work.pop()
            if work:
                parent = work[-1][0]
                low[id(parent)] = min(low[id(parent)], low[id(node)])
            if low[id(node)] == index[id(node)]:
                group: list[Node] = []
                while True:
                    member = stack.pop()
                    on_stack.discard(id(member))
                    group.append(member)
                    if member is node:
                        break
                yield group


def _needs(node: Node) -> Sequence[Node]:
    return () if node.op.is_leaf else node.operands


def visit(roots: Iterable[Node], action: Callable[[Node], None]) -> None:
    """Call the action once for every term reachable from the roots, operands first where there is no loop."""
    seen: set[int] = set()
    for root in roots:
        stack: list[tuple[Node, bool]] = [(root, False)]
        while stack:
            node, done = stack.pop()
            if done:
                action(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((operand, False) for operand in node.operands if id(operand) not in seen)
