"""The plan, its scenarios and evidence, and the problems of its inputs."""
