"""Every read of the desk, by page."""
