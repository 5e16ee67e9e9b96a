"""Settings of a project: what may be set, where each value came from, and what is trusted."""
