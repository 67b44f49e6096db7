"""Training of contact persons: material, personal links, three questions, the day it was done."""
