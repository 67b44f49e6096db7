"""Tables of the training room, by concept."""

from grannsamverkan.training.models.assignments import Assignment
from grannsamverkan.training.models.certificates import Certificate
from grannsamverkan.training.models.courses import Module, ModuleRead
from grannsamverkan.training.models.distributions import Distribution, Receiver
from grannsamverkan.training.models.editions import KINDS, Edition

__all__ = [
    "KINDS",
    "Assignment",
    "Certificate",
    "Distribution",
    "Edition",
    "Module",
    "ModuleRead",
    "Receiver",
]
