"""The words that stand beside the pointer; they are shown as they are, never as markup."""

import html

from PySide6.QtWidgets import QWidget


def plain_tip(text: str) -> str:
    """Give a tip that Qt cannot take for markup."""
    return f"<qt>{html.escape(text)}</qt>" if "<" in text or "&" in text else text


def put_tip(widget: QWidget, text: str) -> None:
    """Show a text beside the pointer as it is written."""
    widget.setToolTip(plain_tip(text))
