"""How long a whole search turn takes over HTTP, beside a graph that does nothing, on the same server."""
