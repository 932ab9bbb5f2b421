"""Signals of images."""
