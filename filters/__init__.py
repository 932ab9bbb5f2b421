"""Document -> Decision: signals, rules, duplicates."""
