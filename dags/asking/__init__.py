"""Questions to a corpus: what other rules would give, how its signals are distributed."""
