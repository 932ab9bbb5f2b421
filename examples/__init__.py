"""Examples: what a newcomer runs first."""
