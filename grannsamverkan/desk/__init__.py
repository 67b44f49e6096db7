"""Start pages, work queues and public pages: what each one sees first. Reads only."""
