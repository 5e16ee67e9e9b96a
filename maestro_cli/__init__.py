"""Maestro plans sprints with a proof, reports with evidence and gates traceability."""

__version__ = "0.1.0"
