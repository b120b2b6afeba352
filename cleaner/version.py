"""The version of the package; its build reads it here too."""

__version__ = "0.1.0"
