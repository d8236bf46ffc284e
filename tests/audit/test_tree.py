"""The tree against an independent implementation, and its promises by property."""

from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from audit import tree

contents = st.lists(st.binary(max_size=20), min_size=1, max_size=70)


def _grown(leaves: list[bytes], step: int) -> dict[tuple[int, int], bytes]:
    known: dict[tuple[int, int], bytes] = {}
    for start in range(0, len(leaves), step):
        some = [tree.leaf_hash(leaf) for leaf in leaves[start : start + step]]
        known |= tree.grown(size=start, leaves=some, fetch=known.__getitem__)
    return known


def _other(leaves: list[bytes]) -> InmemoryTree:
    other = InmemoryTree(algorithm="sha256")
    for leaf in leaves:
        other.append_entry(leaf)
    return other


@given(contents, st.integers(1, 9))
def test_the_root_is_that_of_another_implementation_however_it_grew(leaves: list[bytes], step: int) -> None:
    known = _grown(leaves, step)

    assert tree.root(size=len(leaves), fetch=known.__getitem__) == _other(leaves).get_root()


@given(contents, st.data())
def test_a_path_leads_from_its_own_leaf_to_the_root_and_from_no_other(
    leaves: list[bytes], data: st.DataObject
) -> None:
    size = len(leaves)
    index = data.draw(st.integers(0, size - 1))
    fetch = _grown(leaves, 3).__getitem__
    path = [tree.range_hash(*one, fetch) for one in tree.inclusion_ranges(index=index, size=size)]
    root = tree.root(size=size, fetch=fetch)
    leaf = tree.leaf_hash(leaves[index])

    assert tree.inclusion_holds(leaf=leaf, index=index, size=size, path=path, root=root)
    assert not tree.inclusion_holds(
        leaf=tree.leaf_hash(b"another"), index=index, size=size, path=path, root=root
    )
    assert not tree.inclusion_holds(leaf=leaf, index=index, size=size, path=[*path, leaf], root=root)
    assert not tree.inclusion_holds(leaf=leaf, index=size, size=size, path=path, root=root)


@given(contents, st.data())
def test_an_older_tree_is_shown_to_be_the_beginning_of_a_newer(
    leaves: list[bytes], data: st.DataObject
) -> None:
    second = len(leaves)
    first = data.draw(st.integers(1, second))
    fetch = _grown(leaves, 4).__getitem__
    if first == second:
        path = []
    else:
        path = [tree.range_hash(*one, fetch) for one in tree.consistency_ranges(first=first, second=second)]
    roots = {
        "first_root": tree.root(size=first, fetch=fetch),
        "second_root": tree.root(size=second, fetch=fetch),
    }

    assert tree.consistency_holds(first=first, second=second, path=path, **roots)
    if first < second:
        other = {**roots, "first_root": tree.leaf_hash(b"forged")}
        assert not tree.consistency_holds(first=first, second=second, path=path, **other)


@given(contents, st.data())
def test_the_other_implementation_accepts_the_same_leaves(leaves: list[bytes], data: st.DataObject) -> None:
    """pymerkle counts leaves from one; what it proves against our root shows that both build one tree."""
    other = _other(leaves)
    index = data.draw(st.integers(1, len(leaves)))
    root = tree.root(size=len(leaves), fetch=_grown(leaves, 5).__getitem__)

    verify_inclusion(tree.leaf_hash(leaves[index - 1]), root, other.prove_inclusion(index))
    verify_consistency(other.get_root(index), root, other.prove_consistency(index))
