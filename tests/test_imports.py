"""The architecture as the imports show it: who may import whom, and where each large dependency lives."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.errors import CODES
from tools.settings import CHECKOUT

PACKAGES = ("graph", "agents", "tools", "guards", "web", "evals", "cli", "tests")
LEAVES = {"tools", "tools.money", "tools.errors", "tools.clock", "tools.settings", "tools.schema", "tools.database"}
LEAVES |= {"tools.catalog", "tools.vision", "tools.checkout", "tools.llm", "tools.services", "tools.llm.contract"}
LEAVES |= {"tools.catalog.types", "tools.vision.types", "tools.checkout.types", "tools.services.types"}
RANK = {"guards": 1, "tools": 2, "agents": 3, "graph": 4, "web": 5, "cli": 6, "evals": 6, "tests": 6}

ADAPTERS = {
    "CatalogStore",
    "PictureStore",
    "CatalogSearch",
    "MeasurementStore",
    "Verifier",
    "AuditLog",
    "TurnLog",
    "Checkout",
    "ModelPool",
}
HOMES = {  # third-party package -> the modules (or folders, with a dot at the end) that may import it
    "langgraph": ("graph.", "web.", "evals.", "cli.chat"),
    "chromadb": ("tools.catalog.vectors",),
    "torch": ("tools.vision.clip.",),
    "open_clip": ("tools.vision.clip.",),
    "openai": ("tools.llm.client",),
    "langchain_openai": ("tools.llm.client", "evals.herd.naive"),
    "guardrails": ("guards.validators",),
    "stripe": ("tools.checkout.gateways.stripe.",),
    "alipay": ("tools.checkout.gateways.alipay.",),
    "langchain_community": ("evals.model_cache",),
}
LAZY = ("chromadb", "torch", "open_clip", "openai", "langchain_openai", "guardrails", "langchain_community", "sklearn")
LAZY += ("stripe",)
LAZY += ("langchain_community",)
SKIPPED_FOLDERS = {".git", ".venv", ".truecart", "build", "out", "__pycache__", "truecart.egg-info"}


@dataclass(frozen=True)
class Import:
    importer: str
    imported: str
    line: int
    at_load: bool  # runs when the importer is loaded: not inside a function
    for_types: bool  # under `if TYPE_CHECKING`

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


def module_name(path: Path) -> str:
    parts = path.relative_to(CHECKOUT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@functools.cache
def sources() -> dict[str, ast.Module]:
    """Every module of the product by its dotted name."""
    paths = [path for package in PACKAGES for path in sorted((CHECKOUT / package).rglob("*.py"))]
    kept = [path for path in paths if not SKIPPED_FOLDERS & set(path.parts)]
    return {module_name(path): ast.parse(path.read_text(), str(path)) for path in kept}


@functools.cache
def imports() -> tuple[Import, ...]:
    return tuple(each for name, tree in sources().items() for each in _imports_of(name, tree, True, False))


def _imports_of(name: str, node: ast.AST, at_load: bool, for_types: bool) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from (Import(name, each.name, child.lineno, at_load, for_types) for each in child.names)
        elif isinstance(child, ast.ImportFrom) and child.module:
            for each in child.names:
                dotted = f"{child.module}.{each.name}"
                imported = dotted if dotted in sources() else child.module
                yield Import(name, imported, child.lineno, at_load, for_types)
        elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield from _imports_of(name, child, False, for_types)
        elif isinstance(child, ast.If):
            guarded = "TYPE_CHECKING" in ast.unparse(child.test)
            yield from _imports_of(name, child, at_load, for_types or guarded)
        else:
            yield from _imports_of(name, child, at_load, for_types)


def rank(module: str) -> int | None:
    """Higher may import lower; None for what is not ours."""
    return 0 if module in LEAVES else RANK.get(module.partition(".")[0])


def lives_in(module: str, homes: tuple[str, ...]) -> bool:
    return any(f"{module}.".startswith(home) if home.endswith(".") else module == home for home in homes)


def test_imports_point_down_the_layers() -> None:
    wrong = []
    for each in imports():
        importer, imported = rank(each.importer), rank(each.imported)
        if importer is not None and imported is not None and imported > importer and not each.for_types:
            wrong.append(str(each))
    assert not wrong, "\n".join(wrong)


def test_the_product_does_not_import_its_tests_or_evals() -> None:
    product = ("graph", "agents", "tools", "guards", "web")
    wrong = [
        str(each)
        for each in imports()
        if each.importer.partition(".")[0] in product and each.imported.partition(".")[0] in ("cli", "evals", "tests")
    ]
    assert not wrong, "\n".join(wrong)


def test_imports_are_absolute() -> None:
    relative = [
        f"{name}:{node.lineno}"
        for name, tree in sources().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.level > 0
    ]
    assert not relative, relative


@pytest.mark.parametrize("package", sorted(HOMES))
def test_a_large_dependency_has_one_home(package: str) -> None:
    wrong = [
        str(each)
        for each in imports()
        if each.imported.partition(".")[0] == package and not lives_in(each.importer, (*HOMES[package], "tests."))
    ]
    assert not wrong, "\n".join(wrong)


def test_large_dependencies_load_on_first_use() -> None:
    """A module that loads one at its top may itself only be imported inside functions."""
    top_level = [each for each in imports() if each.at_load and not each.for_types]
    heavy = {each.importer for each in top_level if each.imported.partition(".")[0] in LAZY}
    heavy = {module for module in heavy if not module.startswith("tests.")}
    wrong = [str(each) for each in top_level if each.imported in heavy and not each.importer.startswith("tests.")]
    assert not wrong, "\n".join(wrong)


def test_only_the_composition_root_builds_adapters() -> None:
    wrong = []
    for name, tree in sources().items():
        if name == "graph.services" or name.partition(".")[0] in ("tests", "evals"):
            continue
        own = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ADAPTERS - own:
                wrong.append(f"{name}:{node.lineno} builds {node.func.id}")
    assert not wrong, "\n".join(wrong)


def test_agents_import_adapters_for_annotation_only() -> None:
    adapter_modules = {
        name
        for name, tree in sources().items()
        if name.startswith("tools.")
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.name in ADAPTERS
    }
    wrong = [
        str(each)
        for each in imports()
        if each.importer.startswith("agents.") and each.imported in adapter_modules and not each.for_types
    ]
    assert not wrong, "\n".join(wrong)


def test_every_error_code_that_is_raised_is_listed() -> None:
    wrong = []
    for name, tree in sources().items():
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            code = node.args[0]
            raised = node.func.id in ("TruecartError", "violation") and not name.startswith("tests.")
            if raised and isinstance(code, ast.Constant) and code.value not in CODES:
                wrong.append(f"{name}:{node.lineno} {code.value!r}")
    assert not wrong, "\n".join(wrong)


def test_every_listed_error_code_is_used() -> None:
    used = {
        node.value
        for name, tree in sources().items()
        if name != "tools.errors" and not name.startswith("tests.")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    unused = sorted(set(CODES) - used)
    assert not unused, f"codes that nothing answers with: {unused}"


def test_no_file_names_this_machine_or_a_package_registry() -> None:
    words = ["/" + "work/", "/" + "root/", "pypi" + ".org", "python" + "hosted", "npm" + "js.org", "--index" + "-url"]
    pattern = re.compile("|".join(rf"(?<![\w.*}}]){re.escape(word)}" for word in words))
    wrong = [
        f"{path.relative_to(CHECKOUT)}: {found.group()}"
        for path in CHECKOUT.rglob("*")
        if path.is_file() and not _skipped(path) and (found := pattern.search(_text(path)))
    ]
    assert not wrong, "\n".join(wrong)


def _skipped(path: Path) -> bool:
    """Folders that tools fill, most of them hidden."""
    folders = path.relative_to(CHECKOUT).parts[:-1]
    return any(each in SKIPPED_FOLDERS or (each.startswith(".") and each != ".ci") for each in folders)


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except UnicodeDecodeError:  # a picture
        return ""
