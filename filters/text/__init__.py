"""Signals of text: what a document or a paragraph is measured by."""
