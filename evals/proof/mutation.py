"""Rules made wrong one operator at a time: a module's mutants, and its own tests run against each in a forked process.

`python -m evals.proof.mutation MODULE TEST…` prints one line of JSON for each mutant. It runs in a process of its own,
in which nobody has imported the module before.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import importlib.abc
import importlib.machinery
import json
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import CodeType, ModuleType
from typing import Any

from tools.settings import CHECKOUT

FLIPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
}
OURS = {"graph", "agents", "tools", "guards", "web", "evals", "cli", "tests", "conftest", "__main__"}
MOST_SECONDS = 30  # a mutant that never ends has been noticed


@dataclass(frozen=True)
class Mutant:
    """`was` and `now` are the changed expression or statement; `function` is where it stands."""

    function: str
    line: int
    was: str
    now: str
    code: CodeType

    @property
    def name(self) -> str:
        return f"{self.function}: {self.was} → {self.now}"


def mutants(module: str) -> Iterator[Mutant]:
    """All of a module's, in the order of its lines. Docstrings, annotations and messages are left alone."""
    path = CHECKOUT / (module.replace(".", "/") + ".py")
    tree = ast.parse(path.read_text())
    for function in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]:
        for site in _sites(function):
            for was, now, restore in _changes(site):
                ast.fix_missing_locations(tree)
                code = compile(tree, str(path), "exec")
                restore()
                yield Mutant(function.name, getattr(site, "lineno", function.lineno), was, now, code)


def _sites(function: ast.FunctionDef) -> Iterator[ast.AST]:
    """The nodes of a function's body, those of inner functions left out: they have their own turn."""
    waiting: list[ast.AST] = [function]
    while waiting:
        node = waiting.pop(0)
        yield node
        for child in ast.iter_child_nodes(node):
            annotation = child in (getattr(node, "annotation", None), getattr(node, "returns", None))
            if not annotation and not isinstance(child, (ast.FunctionDef, ast.arguments, ast.JoinedStr)):
                waiting.append(child)


Change = tuple[str, str, Any]


def _changes(node: ast.AST) -> Iterator[Change]:
    """Make each change in place, one at a time: (before, after, how to take it back)."""
    if isinstance(node, ast.Compare):
        for index, operator in enumerate(node.ops):
            if type(operator) in FLIPS:
                yield from _put(node, node.ops, index, FLIPS[type(operator)]())
    elif isinstance(node, (ast.BoolOp, ast.BinOp)) and type(node.op) in FLIPS:
        yield from _set(node, "op", FLIPS[type(node.op)]())
    elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
        yield from _set(node, "value", not node.value if isinstance(node.value, bool) else node.value + 1)
    elif isinstance(node, (ast.If, ast.IfExp)):
        yield from _set(node, "test", ast.UnaryOp(ast.Not(), node.test), node.test)
    elif isinstance(node, ast.comprehension) and node.ifs:
        for index, test in enumerate(node.ifs):
            yield from _put(test, node.ifs, index, ast.Constant(True))
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield from _set(node, "op", ast.UAdd())
    for name in ("body", "orelse"):
        statements = getattr(node, name, None)
        if isinstance(statements, list):
            for index, statement in enumerate(statements):
                if instead := _silent(statement):
                    yield from _put(statement, statements, index, instead)


def _silent(statement: ast.stmt) -> ast.stmt | None:
    """What stands for a statement that was forgotten; None where forgetting it says nothing."""
    if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Call):
        return ast.Return(ast.Constant(None))
    if isinstance(statement, ast.Return) and isinstance(statement.value, (ast.List, ast.ListComp)):
        empty = isinstance(statement.value, ast.List) and not statement.value.elts
        return None if empty else ast.Return(ast.List([], ast.Load()))
    if isinstance(statement, (ast.AugAssign, ast.Continue, ast.Raise)):
        return ast.Pass()
    if isinstance(statement, ast.Expr) and isinstance(statement.value, (ast.Call, ast.Yield, ast.YieldFrom)):
        return ast.Pass()
    return None


def _put(shown: ast.AST, items: list[Any], index: int, changed: ast.AST) -> Iterator[Change]:
    before, was = items[index], ast.unparse(shown)
    items[index] = changed
    now = ast.unparse(changed if shown is before else shown)

    def restore() -> None:
        items[index] = before

    yield _line(was), _line(now), restore


def _set(node: ast.AST, name: str, changed: Any, shown: ast.AST | None = None) -> Iterator[Change]:
    before, was = getattr(node, name), ast.unparse(shown or node)
    setattr(node, name, changed)
    now = ast.unparse(changed if shown else node)
    yield _line(was), _line(now), lambda: setattr(node, name, before)


def _line(source: str) -> str:
    return " ".join(source.split())[:160]


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers the import of one module with a mutant of it."""

    def __init__(self, module: str, code: CodeType) -> None:
        self.module, self.code = module, code

    def find_spec(self, name: str, _path: Any, _target: Any = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self) if name == self.module else None

    def create_module(self, _spec: importlib.machinery.ModuleSpec) -> ModuleType | None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self.code, module.__dict__)


def survives(module: str, mutant: Mutant | None, tests: Sequence[str]) -> bool:
    """Whether the tests pass with the mutant in the module's place, or with the module itself for None."""
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(MOST_SECONDS)
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            os._exit(_test(module, mutant, tests))
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def _test(module: str, mutant: Mutant | None, tests: Sequence[str]) -> int:
    import pytest

    if mutant is not None:
        sys.meta_path.insert(0, _Finder(module, mutant.code))
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    return int(pytest.main([*options, "-W", "ignore::pytest.PytestAssertRewriteWarning", *tests]))


def _prepare(tests: Sequence[str]) -> bool:
    """Run the tests as they are, and load here what they needed of others' modules; answers whether they pass.

    hypothesis is told to look for no smaller example: that a mutant dies is enough.
    """
    import hypothesis

    quick = hypothesis.settings(
        max_examples=40, database=None, derandomize=True, phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate]
    )
    hypothesis.settings.register_profile("mutants", quick)
    hypothesis.settings.load_profile("mutants")
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        status = _test("", None, tests)
        os.write(write, "\n".join(name for name in sys.modules if name.partition(".")[0] not in OURS).encode())
        os._exit(status)
    os.close(write)
    with os.fdopen(read) as told:
        names = told.read().split("\n")
    passed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    for name in names:
        with contextlib.suppress(Exception):  # a name that is no module to be imported by name
            importlib.import_module(name)
    return passed


def main(arguments: Sequence[str]) -> int:
    module, *tests = arguments
    passed = _prepare(tests)
    assert not [name for name in sys.modules if name.startswith("guards.")], "a guard was imported already"
    if not passed:
        print(json.dumps({"broken": f"{', '.join(tests)} fail without any mutant"}), flush=True)
        return 1
    for mutant in mutants(module):
        told = {"name": mutant.name, "line": mutant.line, "survives": survives(module, mutant, tests)}
        print(json.dumps(told), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
