"""Planning: capacity, velocity, dependencies, the optimal plan and its forecast. Pure: no clock, no files."""
