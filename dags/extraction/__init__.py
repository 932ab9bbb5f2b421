"""Captures, or anyone's archives -> documents."""
