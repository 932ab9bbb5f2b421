"""HTML -> Document: bytes in, an ordered sequence of text and images out."""
