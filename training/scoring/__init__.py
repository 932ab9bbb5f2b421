"""Models of others that score pictures and texts."""
