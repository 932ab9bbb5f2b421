"""Shards -> the two frozen parts of a small Flamingo, for whoever has no weights at hand.

    datasets --> texts --> tokenizer --> blocks of token ids --> language model, learnt from random weights
    seed --> vision encoder, random and never learnt

Each is a folder that transformers loads, with `made_from.json` in it; it is made once and kept.
"""
