"""What site owners allow: robots.txt and its successors, opt-outs of pages and images, lists of digests."""
