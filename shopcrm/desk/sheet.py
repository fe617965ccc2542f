"""The one style sheet of the desk, for the parts that Qt draws; what the desk draws itself is not in it.

Qt mirrors left and right in a sheet by itself, so that left always means the leading side.
"""

from dataclasses import asdict
from string import Template

from shopcrm.desk.tokens import Tokens

_SHEET = Template("""
QToolTip { background: $text; color: $surface; border: none; padding: 6px 8px; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox {
  background: $surface; color: $text; border: 1px solid $edge; border-radius: 6px;
  selection-background-color: $accent; selection-color: $on_accent; placeholder-text-color: $muted; }
QLineEdit { padding: 0 9px; }
QLineEdit:focus { border: 2px solid $accent; padding: 0 8px; }
QLineEdit[wrong="true"] { border: 2px solid $danger; padding: 0 8px; }
QLineEdit:disabled, QComboBox:disabled, QPlainTextEdit:disabled {
  background: $sunken; color: $muted; border: 1px solid $line; }
QPlainTextEdit { padding: 5px 7px; }
QPlainTextEdit:focus { border: 2px solid $accent; padding: 4px 6px; }
QPlainTextEdit[wrong="true"] { border: 2px solid $danger; padding: 4px 6px; }
QComboBox { padding: 0 9px; }
QComboBox:focus { border: 2px solid $accent; padding: 0 8px; }
QComboBox[wrong="true"] { border: 2px solid $danger; padding: 0 8px; }
QComboBox::drop-down { border: none; width: 30px; }
QComboBox::down-arrow { image: none; }
QListView, QComboBox QAbstractItemView {
  background: $surface; color: $text; border: 1px solid $edge; outline: none; padding: 4px 0;
  selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: 32px; padding: 0 9px; }
QComboBox QAbstractItemView::item:selected { background: $accent_soft; color: $text; }
QMenu { background: $surface; color: $text; border: 1px solid $edge; border-radius: 6px; padding: 4px 0; }
QMenu::item { padding: 7px 24px 7px 16px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $muted; }
QMenu::separator { height: 1px; background: $line; margin: 4px 0; }
QTableView { background: transparent; border: none; outline: none; gridline-color: transparent; }
QHeaderView { background: transparent; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $edge; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; margin: 2px; }
QScrollBar::handle:horizontal { min-width: 32px; margin: 2px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
QCalendarWidget { background: $surface; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $raised; border-bottom: 1px solid $line; }
QCalendarWidget QToolButton {
  color: $text; background: transparent; border: none; border-radius: 4px; padding: 6px 8px; }
QCalendarWidget QToolButton:hover { background: $sunken; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QAbstractItemView {
  background: $surface; color: $text; border: none;
  selection-background-color: $accent; selection-color: $on_accent; }
QMessageBox, QInputDialog, QFileDialog { background: $surface; }
QFileDialog QHeaderView::section { background: $raised; color: $muted; border: none; padding: 4px 8px; }
""")


def sheet(tokens: Tokens) -> str:
    """Write the sheet in the colours of a theme."""
    return _SHEET.substitute(asdict(tokens))
