"""Tables of the training room, by concept."""

from grannsamverkan.training.models.assignments import Assignment, ModuleRead
from grannsamverkan.training.models.certificates import Certificate
from grannsamverkan.training.models.courses import Module
from grannsamverkan.training.models.distributions import Distribution, Receiver
from grannsamverkan.training.models.editions import KINDS, Edition
from grannsamverkan.training.models.sessions import SESSION_KINDS, Session, SignUp

__all__ = [
    "KINDS",
    "SESSION_KINDS",
    "Assignment",
    "Certificate",
    "Distribution",
    "Edition",
    "Module",
    "ModuleRead",
    "Receiver",
    "Session",
    "SignUp",
]
