"""The pages of the site, one room of it a module."""
