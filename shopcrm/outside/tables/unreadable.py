"""What can be wrong with a file that somebody brings; whenever one of these is said, nothing was changed.

UnreadableFile
├── NoSuchFile, NotOpened, EmptyFile             there is nothing to read
├── CutFile, DamagedFile, LockedWorkbook         it cannot be read whole
├── NotATable, WebPage, PackedFile               it is something else
├── NoSuchSheet                                  the workbook has no such sheet
└── TooLarge, TooManyRows, TooWide, LineTooLong, OpenQuotation
"""

from shopcrm.rules.errors import BadInput


class UnreadableFile(BadInput):
    """A file that cannot be taken as a table."""


class NoSuchFile(UnreadableFile):
    """Nothing stands under that name, or it is a folder."""

    sentence = "There is no file {name}. Nothing was changed. Check its name and folder."


class NotOpened(UnreadableFile):
    """The system does not let us read it."""

    sentence = (
        "{name} could not be opened: {reason}. Nothing was changed. "
        "Close it in other programs, or copy it to this computer, and try again."
    )


class EmptyFile(UnreadableFile):
    """No row is in it."""

    sentence = (
        "{name} holds no rows. Nothing was changed. Save it again where it came from and choose that file."
    )


class CutFile(UnreadableFile):
    """Only the first part of a packed file is there."""

    sentence = "{name} ends too early: a part is missing. Nothing was changed. Copy or download it once more."


class DamagedFile(UnreadableFile):
    """The file breaks the rules of its own format."""

    sentence = (
        "{name} is damaged and cannot be read. Nothing was changed. "
        "Open it in the program it came from, save it again and choose that file."
    )


class LockedWorkbook(UnreadableFile):
    """The workbook wants a password."""

    sentence = (
        "{name} is protected by a password. Nothing was changed. "
        "Save a copy without a password and choose that copy."
    )


class NotATable(UnreadableFile):
    """A picture, a program, a database or the like."""

    sentence = (
        "{name} is not a table that can be read. Nothing was changed. "
        "Choose a CSV file or an Excel workbook (.xlsx, .xls, .xlsb, .ods)."
    )


class WebPage(UnreadableFile):
    """Some programs export web pages and call them .xls."""

    sentence = (
        "{name} is a web page, whatever its name says. Nothing was changed. "
        "Open it in a spreadsheet program, save it as .xlsx or CSV and choose that file."
    )


class PackedFile(UnreadableFile):
    """An archive of files."""

    sentence = (
        "{name} is a packed folder. Nothing was changed. Unpack it and choose the table that is inside."
    )


class NoSuchSheet(UnreadableFile):
    """The workbook has other sheets."""

    sentence = "{name} has no sheet {sheet}. Nothing was changed. Its sheets are: {possible}."


class TooLarge(UnreadableFile):
    """More text than any shop writes; often a file made to fill the disk or the memory."""

    sentence = (
        "{name} unpacks to more than {megabytes} MB. Nothing was changed. "
        "Split it into smaller files and bring them one after the other."
    )


class TooManyRows(UnreadableFile):
    """More rows than are taken at once."""

    sentence = (
        "{name} has more than {limit} rows. Nothing was changed. "
        "Split it into smaller files and bring them one after the other."
    )


class TooWide(UnreadableFile):
    """A cell stands so far out that the sheet between would not fit into memory."""

    sentence = (
        "A sheet of {name} reaches too far out to be read. Nothing was changed. "
        "Copy the table into a new workbook, save it and choose that file."
    )


class LineTooLong(UnreadableFile):
    """A line that never ends is no row of a table."""

    sentence = (
        "Line {line} of {name} is too long for a table. Nothing was changed. Check that it is a CSV file."
    )


class OpenQuotation(UnreadableFile):
    """A quotation mark swallowed what follows."""

    sentence = (
        "In line {line} of {name} a quotation mark opens and does not close. Nothing was changed. "
        "Correct that line and choose the file again."
    )
