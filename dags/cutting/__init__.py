"""One recipe's answer: shortlist, selection, shards, pairs."""
