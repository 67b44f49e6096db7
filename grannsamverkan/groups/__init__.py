"""Watch groups: area, contact persons, counts of households, approval and dated facts."""
