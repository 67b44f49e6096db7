"""Pure geometry on metric planes: numbers in, numbers out, no database and no web."""
