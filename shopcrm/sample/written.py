"""What became of the story in the file: under which numbers its people and goods stand there, and when."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Written:
    """The ids that things got, in the order of the story; the start of its first day; now, and its day."""

    begins: datetime
    now: datetime
    today: date
    shelves: dict[str, int]
    goods: list[int]
    guests: list[int] = field(default_factory=list)

    def at(self, day: int, second: int = 0) -> datetime:
        """Tell the moment of a day of the sample; nothing lies after now."""
        return min(self.begins + timedelta(days=day, seconds=second), self.now)

    def after(self, moment: datetime, **later: float) -> datetime:
        """Tell a moment that comes some time after another; nothing lies after now."""
        return min(moment + timedelta(**later), self.now)
