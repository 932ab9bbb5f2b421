"""Seeds -> captures, round by round."""
