"""Signals that models of others give, and their scores."""
