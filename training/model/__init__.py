"""Flamingo: a frozen language model that sees through gated cross-attention."""
