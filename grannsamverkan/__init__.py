"""Grannsamverkan: neighbourhood watch groups, their signs and the people who review them."""
