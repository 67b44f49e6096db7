"""Bulletins: what police and municipality tell the groups, who passed it on, how far it came."""
