"""How the shop stands, always in view: the day, the last good backup, what waits in the outbox."""

from datetime import timedelta

from PySide6.QtCore import QObject, Signal

from shopcrm.desk.care_notices import CareNotices
from shopcrm.desk.frame import Frame
from shopcrm.desk.kit import Kit
from shopcrm.desk.program import BackupStanding
from shopcrm.desk.secret_notices import SecretNotices
from shopcrm.desk.tokens import Tint
from shopcrm.desk.widgets.banner import Notice, NoticeKind
from shopcrm.rules.roles import words_of
from shopcrm.services import health, messages, settings
from shopcrm.services.health import Finding
from shopcrm.services.messages import Summary
from shopcrm.services.settings import Settings

_OLD_BACKUP = timedelta(days=3)


class Standing(QObject):
    """Keeps the small states of the window right; `asked` carries the name of a notice that was acted on."""

    asked = Signal(str)

    def __init__(self, kit: Kit, frame: Frame) -> None:
        super().__init__(frame)
        self._kit = kit
        self._frame = frame
        self._sample_shown = False
        self._secrets = SecretNotices(kit, frame)
        self._care = CareNotices(kit, frame)
        self._show_engine(health.engine_finding())
        self.show_person()
        frame.banners.acted.connect(self.asked)
        frame.banners.closed.connect(frame.banners.drop)

    def show_person(self) -> None:
        """Show who is at the till; a shop without PINs is its owner's, and there is nobody to change to."""
        words, who = self._kit.words, self._kit.program.shop.who
        name = who.actor if who.signed_in else ""
        says = words.say("{name}, {role}. Change the person", name=name, role=words_of(who.role))
        self._frame.set_person(name, name[:1], says)

    def refresh(self) -> None:
        """Look at everything again."""
        words, now = self._kit.words, self._kit.program.shop.clock()
        self._frame.set_day(words.long_day(self._kit.settings.days.of(now)))
        file_name = words.ltr(self._kit.program.path.name)
        self._frame.set_trailing(words.say("Till {number} · {file}", number=1, file=file_name))
        self._kit.lanes.quick.run(self, self._on_backup, self._kit.program.backups.standing, slot="backup")
        self._kit.lanes.quick.ask(self, self._on_settings, settings.read)
        self._kit.lanes.quick.ask(self, self._on_summary, messages.summary)
        self._secrets.refresh()
        self._care.refresh()
        if self._kit.settings.is_sample and not self._sample_shown:
            # Whoever closed the notice has read it.
            self._sample_shown = True
            self._show_sample()

    def _show_engine(self, finding: Finding) -> None:
        words = self._kit.words
        if not finding.fine:
            title = words.say("The shop file is kept in a slower way")
            notice = Notice("engine", NoticeKind.WARN, title, words.tell(finding.says))
            self._frame.banners.show_notice(notice)

    def _show_sample(self) -> None:
        words = self._kit.words
        self._frame.banners.show_notice(
            Notice(
                "sample",
                NoticeKind.INFO,
                words.say("This is a sample shop"),
                words.say("Nobody in it is real. Try everything."),
                words.say("Remove it and make my shop"),
                "Alt+M",
            )
        )

    def _on_backup(self, stands: BackupStanding) -> None:
        words, now = self._kit.words, self._kit.program.shop.clock()
        self._tell_trouble(stands)
        if stands.last is None:
            self._frame.set_state("backup", "shield-alert", "warn", words.say("No backup yet"))
            return
        age, old = self._age(now - stands.last), now - stands.last >= _OLD_BACKUP
        here = stands.only_here and stands.is_needed
        said = words.say("{backup}, on this disk only", backup=age) if here else age
        tint: Tint = "danger" if old else "warn" if here else "ok"
        self._frame.set_state("backup", "shield-check" if tint == "ok" else "shield-alert", tint, said)

    def _tell_trouble(self, stands: BackupStanding) -> None:
        """Say that no backup can be made, or that what is in the last one does not agree."""
        words = self._kit.words
        lines = [words.tell(one) for one in (stands.trouble, *stands.doubts) if one is not None]
        if not lines:
            self._frame.banners.drop("backup")
            return
        title = words.say("The backup is not in order")
        action, key = words.say("Look at the backups"), "Alt+W"
        self._frame.banners.show_notice(
            Notice("backup", NoticeKind.DANGER, title, " ".join(lines), action, key)
        )

    def _on_settings(self, decided: Settings) -> None:
        """Ask whether messages may go out again after the shop was restored."""
        words = self._kit.words
        if not decided.sending_rests:
            self._frame.banners.drop("rests")
            return
        line = words.say("Some may have gone out before. Nothing is sent until you agree.")
        action, key = words.say("Let messages go out again"), "Alt+Y"
        title = words.say("The shop was restored, and messages rest")
        self._frame.banners.show_notice(
            Notice("rests", NoticeKind.WARN, title, line, action, key, closable=False)
        )

    def _age(self, age: timedelta) -> str:
        words, hours = self._kit.words, int(age.total_seconds() // 3600)
        if hours < 1:
            return words.say("Backup just now")
        if hours < 48:
            return words.plural("Backup {count} hour ago", "Backup {count} hours ago", count=hours)
        return words.plural("Backup {count} day ago", "Backup {count} days ago", count=hours // 24)

    def _on_summary(self, summary: Summary) -> None:
        words = self._kit.words
        waiting = summary.waiting
        shown = words.plural("{count} to send", "{count} to send", count=waiting) if waiting else ""
        self._frame.set_state("outbox", "send", "muted", shown)
        unknown = summary.unknown
        doubtful = words.plural("{count} unknown", "{count} unknown", count=unknown) if unknown else ""
        self._frame.set_state("unknown", "circle-question-mark", "warn", doubtful)
