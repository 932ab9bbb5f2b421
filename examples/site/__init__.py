"""A small web site of our own, its server, and the truth of what the pipeline should make of it."""
