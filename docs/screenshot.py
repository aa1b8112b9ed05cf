"""`make screenshot`: draws the README's picture of the app, from the app itself."""

from __future__ import annotations

import asyncio
import re
import shutil
import tempfile
from pathlib import Path

from csreader.tui.app import CsreaderApp
from csreader.tui.screens.reader import Reader

ROOT = Path(__file__).resolve().parents[1]
PICTURE = ROOT / "docs" / "csreader.svg"
_KEYS = ("right_square_bracket", "right_square_bracket", "right_square_bracket")


async def draw() -> str:
    """The app on a copy of our own posts, as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "stories"
        root.mkdir()
        shutil.copytree(ROOT / "posts", root / "posts")
        shutil.copytree(ROOT / "annotations", root / "annotations")
        app = CsreaderApp(root / "posts" / "2019-05-14-the-refund-i-did-not-need.md", "demo")
        async with app.run_test(size=(120, 36)) as pilot:
            while not (isinstance(app.screen, Reader) and app.screen.session.post):
                await pilot.pause(0.01)
            for key in _KEYS:
                await pilot.press(key)
            await pilot.pause()
            # Without the fonts that the picture would fetch from elsewhere.
            return re.sub(
                r"@font-face\s*\{.*?\}\s*", "", app.export_screenshot(title="csreader"), flags=re.S
            )


if __name__ == "__main__":
    PICTURE.write_text(asyncio.run(draw()), encoding="utf-8")
    print(f"drew {PICTURE.relative_to(ROOT)}")
