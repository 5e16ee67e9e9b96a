"""What Maestro tells monitoring systems: Prometheus text and spans, never text of the project."""
