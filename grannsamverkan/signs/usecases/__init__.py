"""Every write of the signs room, by the part of a sign's life it belongs to."""
