"""The workflows: each a visible tuple of steps, run as a LangGraph graph with checkpoints."""
