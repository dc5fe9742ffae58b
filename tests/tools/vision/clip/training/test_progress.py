"""What is said of long work."""

from __future__ import annotations

import pytest

from tools.vision.clip.training.progress import Printed


def test_each_piece_of_work_is_told_with_what_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    show = Printed()
    show.counted(1, 3, "goods drawn")
    show.counted(2, 3, "goods drawn")
    show.counted(1, 2, "scenes composed")
    show.losses(0, 100, {"color": 2.0})
    show.losses(50, 100, {"color": 1.25, "pictures a second": 250.4})
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "goods drawn: 1 of 3"
    assert lines[1].startswith("goods drawn: 2 of 3, ")
    assert "min left" in lines[1]
    assert lines[2] == "scenes composed: 1 of 2"
    assert lines[3] == "step 0 of 100: color 2"
    assert lines[4].endswith("color 1.25, pictures a second 250")
