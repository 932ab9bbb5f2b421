"""What must not be in a corpus, or not as it stands: blocklisted sites, personal data."""
