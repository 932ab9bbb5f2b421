from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dom_parsing.blocks import Block, Region
from dom_parsing.scale import Scale, weight

blocks = st.lists(
    st.builds(Block, st.just(0), st.text("ab", max_size=30), st.integers(0, 30), reason=st.sampled_from(["", "x"]))
).map(lambda found: [Block(0, b.text, min(b.linked, len(b.text)), reason=b.reason) for b in found])


@given(blocks, st.data())
def test_sums_are_what_adding_up_gives(page: list[Block], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(page)))
    last = data.draw(st.integers(first, len(page)))
    scale = Scale(page, lambda block: not block.reason, 10)
    region = Region(-1, "div", "", False, first, last)
    counted = [block for block in page[first:last] if not block.reason]
    assert scale.length(region) == sum(len(block.text) for block in counted)
    assert scale.weight(region) == sum(map(weight, counted))
    assert scale.prose(region) == sum(weight(block) for block in counted if weight(block) >= 10)
    assert scale.weight() == sum(weight(block) for block in page if not block.reason)
    assert scale.around(region) == (
        sum(weight(block) for block in page[:first] if not block.reason),
        sum(weight(block) for block in page[last:] if not block.reason),
    )
