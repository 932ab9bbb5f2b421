"""Survivors of all components at once, against survivors of one at a time."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from filters.columns.survival import (
    FAILED,
    FAILS,
    OPEN,
    PASSES,
    SAME_PAGE,
    SAME_TEXT,
    STAYS,
    UNKNOWN,
    Ties,
    fates,
    in_order,
)
from filters.duplicates import duplicates
from filters.duplicates.components import components
from filters.duplicates.duplicates import PAGE, TEXT, Member

DOCUMENTS = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.integers(0, 5),
        st.integers(0, 3),
        st.booleans(),
        st.sampled_from([FAILS, PASSES, UNKNOWN]),
    ),
    max_size=14,
)
STATE = {FAILS: False, PASSES: True, UNKNOWN: None}


def tied(documents):
    """Return the documents as columns, and as members by component."""
    edges = [
        (f"{i:02d}", f"{j:02d}")
        for i, one in enumerate(documents)
        for j, other in enumerate(documents[:i])
        if one[0] == other[0] or one[1] == other[1]
    ]
    root = components(edges)
    component = [int(root.get(f"{i:02d}", f"{i:02d}")) for i in range(len(documents))]
    columns = [component, *zip(*[entry[:2] for entry in documents], strict=True)] if documents else [[], [], []]
    arrays = [np.array(list(values), dtype=np.int64) for values in columns]
    numbers = np.arange(len(documents), dtype=np.int64)
    dates = np.array([entry[2] for entry in documents], dtype=np.int64)
    members = {i: Member(f"{i:02d}", str(entry[0]), str(entry[1]), str(entry[2])) for i, entry in enumerate(documents)}
    return Ties(*arrays, numbers, dates), members


@given(DOCUMENTS)
def test_members_stand_in_the_order_of_each_component(documents):
    ties, members = tied(documents)
    chosen = np.array([entry[3] for entry in documents], dtype=bool)
    found = in_order(ties, chosen).tolist()
    for component in set(ties.component[chosen].tolist()):
        own = [members[i] for i in np.flatnonzero(chosen & (ties.component == component))]
        expected = [member.id for member in duplicates.in_order(own)]
        assert [f"{i:02d}" for i in found if ties.component[i] == component] == expected


@given(DOCUMENTS)
def test_the_same_members_stay_as_when_each_component_is_judged_alone(documents):
    ties, members = tied(documents)
    chosen = np.array([entry[3] for entry in documents], dtype=bool)
    passes = np.array([entry[4] for entry in documents], dtype=np.int8)
    found = fates(ties, chosen, passes)
    expected = np.full(len(documents), FAILED)
    for component in set(ties.component[chosen].tolist()):
        own = [members[i] for i in np.flatnonzero(chosen & (ties.component == component))]
        states = {member.id: STATE[passes[int(member.id)]] for member in own}
        for verdict in duplicates.survivors(duplicates.in_order(own), states):
            alone = STAYS if states[verdict.id] else OPEN
            expected[int(verdict.id)] = {PAGE: SAME_PAGE, TEXT: SAME_TEXT}.get(verdict.rule, alone)
    assert found.tolist() == expected.tolist()
