"""Every byte on the terminal: blocks, progress, errors and the artefact itself."""
