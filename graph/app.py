"""What the LangGraph server loads. Wiring only: the server imports this file under a second module name."""

from graph.build import build_graph
from graph.services import services

graph = build_graph(services).compile()
