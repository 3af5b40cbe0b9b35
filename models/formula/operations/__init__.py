"""The operations of the graph, one object each, by what they do."""
