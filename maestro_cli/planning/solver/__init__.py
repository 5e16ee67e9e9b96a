"""The optimiser: chooses what goes into which sprint, with a proof."""
