"""What people look at: one page, one capture, why it was dropped, what a corpus holds."""
