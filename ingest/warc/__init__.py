"""WARC, ARC, WACZ and CDX: written, and read even where they are damaged."""
