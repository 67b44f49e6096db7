"""Signs: places, labels, letters, photos with their checks, and decisions."""
