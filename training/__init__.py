"""Shards -> Flamingo: model, data streams, trainer, few-shot evaluation."""
