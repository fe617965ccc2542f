"""Says why a file or folder could not be read or written, in words that every language has."""

import errno

from shopcrm.rules.sayings import FieldValue, Saying, saying

_SAID: dict[str, Saying] = {
    "ENOENT": saying("there is no such file or folder"),
    "EACCES": saying("the system does not allow it"),
    "EPERM": saying("the system does not allow it"),
    "ENOSPC": saying("the disk is full"),
    "EDQUOT": saying("the disk is full"),
    "EROFS": saying("the disk can only be read"),
    "EISDIR": saying("a folder has this name"),
    "ENOTDIR": saying("a part of the path is no folder"),
    "EEXIST": saying("the name is taken"),
    "ENAMETOOLONG": saying("the name is too long"),
    "EFBIG": saying("the file is too large for this disk"),
    "EBUSY": saying("another program uses it"),
    "ETXTBSY": saying("another program uses it"),
    "EIO": saying("the disk does not read or write any more"),
    "ENODEV": saying("the disk is gone"),
    "ENXIO": saying("the disk is gone"),
}
"""By name, since the numbers differ between systems and not each has all of them."""


def why(error: Exception) -> FieldValue:
    """Give the reason; what the system says of anything rarer stays in the system's own words."""
    if not isinstance(error, OSError):
        return str(error)
    name = errno.errorcode.get(error.errno or 0, "")
    return _SAID.get(name) or error.strerror or str(error)
