"""Document -> tar: the datasets of a corpus, and the shards a cut ends in."""
