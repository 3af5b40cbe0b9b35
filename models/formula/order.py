"""The order in which terms can be worked out."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from models.formula.node import Node

_DONE = -1
"""In place of the number of a term whose group is known."""


def components(roots: Iterable[Node], stand_ins: Mapping[int, Node] | None = None) -> Iterator[list[Node]]:
    """Yield the strongly connected groups of terms, each after all that it needs.

    stand_ins: terms that are read in place of others, by the others' identity.
    Source: H. N. Gabow, Path-based depth-first search for strong and biconnected components, 2000; without recursion,
        and with one look at a leaf.
    """
    read = stand_ins or {}
    numbers: dict[int, int] = {}
    path: list[Node] = []
    begins: list[int] = []
    for one in roots:
        root = read.get(id(one), one)
        if id(root) in numbers:
            continue
        if root.op.is_leaf:
            numbers[id(root)] = _DONE
            yield [root]
            continue
        numbers[id(root)] = len(numbers)
        path.append(root)
        begins.append(numbers[id(root)])
        work = [(root, iter(root.operands))]
        while work:
            node, needs = work[-1]
            for needed in needs:
                following = read.get(id(needed), needed) if read else needed
                number = numbers.get(id(following))
                if number is None:
                    if following.op.is_leaf:
                        numbers[id(following)] = _DONE
                        yield [following]
                        continue
                    numbers[id(following)] = number = len(numbers)
                    path.append(following)
                    begins.append(number)
                    work.append((following, iter(following.operands)))
                    break
                if number != _DONE:
                    while begins[-1] > number:
                        begins.pop()
            else:
                work.pop()
                if begins[-1] == numbers[id(node)]:
                    begins.pop()
                    yield _group(path, node, numbers)


def _group(path: list[Node], first: Node, numbers: dict[int, int]) -> list[Node]:
    """Take a group off the path, the last of it first."""
    group: list[Node] = []
    while True:
        member = path.pop()
        numbers[id(member)] = _DONE
        group.append(member)
        if member is first:
            return group


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
