"""What the tests stand on: databases, clock, mail, pages, browser."""
