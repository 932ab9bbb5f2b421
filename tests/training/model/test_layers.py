from __future__ import annotations

import torch
from torch.nn.functional import scaled_dot_product_attention

from training.model.layers import Projections, SquaredReLU, feed_forward


def test_squared_relu_is_zero_below_zero_and_a_square_above() -> None:
    assert SquaredReLU()(torch.tensor([-3.0, 0.0, 0.5, 2.0])).tolist() == [0, 0, 0.25, 4]


def test_a_feed_forward_part_is_written_out_and_has_no_biases() -> None:
    torch.manual_seed(0)
    part = feed_forward(6, 4)
    norm, widen, _, narrow = part
    assert [name for name, _ in part.named_parameters()] == ["0.weight", "0.bias", "1.weight", "3.weight"]
    assert tuple(part[1].weight.shape) == (24, 6)
    x = torch.randn(2, 3, 6)
    assert torch.allclose(part(x), narrow(torch.relu(widen(norm(x))) ** 2), atol=1e-6)


def test_heads_attend_by_themselves() -> None:
    torch.manual_seed(0)
    projections = Projections(width=8, source_width=5, heads=2, head_width=3)
    x, source = torch.randn(1, 4, 8), torch.randn(1, 7, 5)
    queries, (keys, values) = projections.queries(x), projections.keys_values(source)
    assert (queries.shape, keys.shape, values.shape) == ((1, 2, 4, 3), (1, 2, 7, 3), (1, 2, 7, 3))
    found = projections.out(scaled_dot_product_attention(queries, keys, values))
    both_BLE = []
    for head in range(2):
        rows = slice(3 * head, 3 * head + 3)
        q_BLK = x @ projections.to_q.weight[rows].T
        k_BLK = source @ projections.to_kv.weight[rows].T
        v_BLK = source @ projections.to_kv.weight[6:][rows].T
        both_BLE.append((q_BLK @ k_BLK.transpose(1, 2) / 3**0.5).softmax(-1) @ v_BLK)
    assert torch.allclose(found, torch.cat(both_BLE, -1) @ projections.to_out.weight.T, atol=1e-5)
