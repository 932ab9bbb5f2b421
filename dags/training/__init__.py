"""Shards -> a trained Flamingo."""
