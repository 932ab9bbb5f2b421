"""Gated cross-attention: text looks at the one image it belongs to (paper, section 2.2 and figure 4)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention

from training.model.layers import Projections, feed_forward


@dataclass(frozen=True, slots=True)
class Routing:
    """Which token looks at which image, as places in a table with a row for each image.

    Every token attends to the latents of exactly one image, so the tokens of an image are laid side by side and attend
    to its R latents: no mask, and R keys a token instead of N x R.

    Attributes:
        rows: Row of the table for each token that sees an image: [tokens that see].
        columns: Its column.
        seeing: Which tokens see an image: [B, L], bool.
        size: Rows (B x N) and columns (tokens of the image that has most).
    """

    rows: Tensor
    columns: Tensor
    seeing: Tensor
    size: tuple[int, int]


def route(image_index_BL: Tensor, num_images: int) -> Routing:
    """Lay out the table.

    Args:
        image_index_BL: For each token the number of the image it sees, counted from 1; 0 for none.
        num_images: Images a sample has place for (N).

    Raises:
        ValueError: A token points beyond the images there are.
    """
    highest = int(image_index_BL.max()) if image_index_BL.numel() else 0
    if highest > num_images:
        raise ValueError(f"a token points to image {highest}, but there are {num_images}: images and tokens disagree")
    batch = len(image_index_BL)
    seeing = image_index_BL > 0
    first_row = torch.arange(batch, device=image_index_BL.device)[:, None] * num_images
    rows_BL = first_row + image_index_BL - 1
    earlier_BLN = nn.functional.one_hot(image_index_BL, num_images + 1).cumsum(1)
    columns_BL = earlier_BLN.gather(2, image_index_BL[:, :, None])[:, :, 0] - 1
    rows, columns = rows_BL[seeing], columns_BL[seeing]
    width = int(columns.max()) + 1 if columns.numel() else 0
    return Routing(rows, columns, seeing, (batch * num_images, width))


def last_image_index(is_image_BL: Tensor) -> Tensor:
    """Return for each token the number of the last image at or before it, counted from 1; 0 before the first."""
    return is_image_BL.long().cumsum(1)


class GatedCrossAttention(nn.Module):
    """y += tanh(a) attention(y; image of y); y += tanh(b) feed-forward(y), with a and b 0 at the start.

    Args:
        width: Of the language model.
        media_width: Of the latents.
        heads: Number of heads.
        head_width: Width of each.
        ffw_factor: Inner width of the feed-forward part over `width`.
    """

    def __init__(self, width: int, media_width: int, heads: int, head_width: int, ffw_factor: int) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(width)
        self.attention = Projections(width, media_width, heads, head_width)
        self.attn_gate = nn.Parameter(torch.zeros(1))
        self.ffw = feed_forward(width, ffw_factor)
        self.ff_gate = nn.Parameter(torch.zeros(1))

    def forward(self, y_BLD: Tensor, latents_BNRD: Tensor, routing: Routing) -> Tensor:
        """Return the text after it has looked; tokens that see no image pass the attention unchanged."""
        y_BLD = y_BLD + self.attn_gate.tanh() * self._look(self.norm(y_BLD), latents_BNRD, routing)
        return y_BLD + self.ff_gate.tanh() * self.ffw(y_BLD)

    def _look(self, y_BLD: Tensor, latents_BNRD: Tensor, routing: Routing) -> Tensor:
        queries_BLHK = self.attention.queries(y_BLD).transpose(1, 2)
        rows, columns = routing.size
        table = queries_BLHK.new_zeros(rows, columns, *queries_BLHK.shape[2:])
        table = table.index_put((routing.rows, routing.columns), queries_BLHK[routing.seeing])
        keys, values = self.attention.keys_values(latents_BNRD.flatten(0, 1))
        seen = scaled_dot_product_attention(table.transpose(1, 2), keys, values).transpose(1, 2)
        looked_BLHK = torch.zeros_like(queries_BLHK)
        looked_BLHK = looked_BLHK.masked_scatter(routing.seeing[:, :, None, None], seen[routing.rows, routing.columns])
        return self.attention.out(looked_BLHK.transpose(1, 2))
