"""Decisions on a whole cut at once, from columns: what other bounds would give, without running a job."""
