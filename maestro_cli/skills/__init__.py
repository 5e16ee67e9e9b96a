"""What agents and commands may ask of a project: each answer is data, evidence and confidence."""
