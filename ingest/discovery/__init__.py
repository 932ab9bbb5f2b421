"""Which URLs to ask for: the frontier, links, sitemaps and feeds, scope, traps."""
