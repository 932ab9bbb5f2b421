"""The command line: its jobs, their options."""
