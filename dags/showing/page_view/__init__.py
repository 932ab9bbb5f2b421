"""One page for people to look at: as text, or side by side with what was left out of it."""
