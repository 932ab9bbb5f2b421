"""The web -> WARC: crawling with consent, fetching safely, reading and writing WARC."""
