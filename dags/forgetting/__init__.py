"""Later opt-outs: what must go from a corpus, and everything that was made of it."""
