"""The pack: one file that a browser opens, with the plan's graph in it, so that it answers what is asked of it."""
