"""Who may do what of complaints, promises and special orders; a part of the one table of roles."""

from shopcrm.rules.deeds import Area, Deed, Role
from shopcrm.rules.sayings import saying

AREAS: tuple[Area, ...] = (
    Area(
        saying("Complaints and care"),
        (
            Deed(
                saying("take complaints and praise, talk about them, put them right, settle them"),
                Role.STAFF,
                (
                    "case_additions.add_to",
                    "case_taking.put_away",
                    "case_taking.take",
                    "complaint_drafts.drop",
                    "complaint_drafts.save",
                    "complaint_ends.follow_up",
                    "complaint_ends.reopen",
                    "complaint_ends.set_cause",
                    "complaint_ends.settle",
                    "complaint_photos.add",
                    "complaint_photos.remove",
                    "complaints.add_words",
                    "complaints.change",
                    "complaints.edit",
                    "complaints.record",
                    "remedies.put_right",
                ),
            ),
            Deed(saying("give more than the standards let staff give alone"), Role.MANAGER),
            Deed(saying("close a complaint for the shop"), Role.MANAGER, ("complaint_ends.close_for_shop",)),
            Deed(
                saying("ask how content people are, write their answers down, call back"),
                Role.STAFF,
                ("call_backs.done", "feedback.ask", "feedback.take_answer"),
            ),
            Deed(
                saying("change causes and improvements, tell people that it was put right"),
                Role.MANAGER,
                (
                    "causes.add",
                    "causes.end",
                    "causes.move",
                    "causes.rename",
                    "causes.take_first",
                    "causes.take_up",
                    "improvement_news.tell",
                    "improvements.add",
                    "improvements.done",
                    "improvements.drop",
                    "improvements.edit",
                ),
            ),
            Deed(
                saying("read what complaints came to, in number and money"),
                Role.MANAGER,
                ("complaint_figures.figures",),
            ),
        ),
    ),
    Area(
        saying("Promises and special orders"),
        (
            Deed(
                saying("promise, take orders and hand them over, make up for what was not kept"),
                Role.STAFF,
                (
                    "promises.break_by_hand",
                    "promises.keep",
                    "promises.make",
                    "promises.make_up",
                    "promises.reopen",
                    "promises.withdraw",
                    "special_orders.add_detail",
                    "special_orders.hand_over",
                    "special_orders.put_back",
                    "special_orders.ready",
                    "special_orders.take",
                    "special_orders.tick",
                    "special_orders.untick",
                    "special_orders.withdraw",
                ),
            ),
        ),
    ),
)
