"""Python runs this at the start of every child process of the tests: the network guard holds there too."""

import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path

_name = "truecart_network_guard"
_loader = SourceFileLoader(_name, str(Path(__file__).parent.parent / "network.py"))
_spec = spec_from_loader(_name, _loader)
if _spec is None:
    sys.exit("the network guard of the tests could not be loaded")
_guard = module_from_spec(_spec)
_loader.exec_module(_guard)
_guard.install()
