"""Puts what Qt leaves in English on a dialog for files into the window's language."""

from PySide6.QtWidgets import QFileDialog

from shopcrm.rules.wording import Words


def name_parts(dialog: QFileDialog, words: Words) -> None:
    """Name the folder and the kinds of files; the rest is in Qt's own catalogue, or the system's."""
    dialog.setLabelText(QFileDialog.DialogLabel.LookIn, words.say("Folder:"))  # codespell:ignore
    dialog.setLabelText(QFileDialog.DialogLabel.FileType, words.say("Kind of file:"))
