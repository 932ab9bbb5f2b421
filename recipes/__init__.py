"""Recipes as TOML files: what to fetch, what to keep, how to write it."""
