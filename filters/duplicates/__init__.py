"""Which documents are copies of each other, and which copy stays."""
