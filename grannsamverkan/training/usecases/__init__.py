"""Every write of the training room: one public function per intention."""

from grannsamverkan.training.usecases.answering import answer, confirm_read
from grannsamverkan.training.usecases.attaching import (
    attach_file,
    attach_film,
    attach_link,
    attach_page,
    keep_sheet,
)
from grannsamverkan.training.usecases.courses import (
    add_module,
    confirm_module,
    move_module,
    remove_module,
)
from grannsamverkan.training.usecases.editions import (
    create_edition,
    describe_edition,
    publish_edition,
    remove_question,
    set_question,
    set_quiz,
    withdraw_edition,
)
from grannsamverkan.training.usecases.files import note_people_export
from grannsamverkan.training.usecases.sending import (
    send_again,
    send_to_contact,
    send_to_group,
    start_own,
)
from grannsamverkan.training.usecases.starting import create_starter, lay_out_starters
from grannsamverkan.training.usecases.succeeding import begin_successor

__all__ = [
    "add_module",
    "answer",
    "attach_file",
    "attach_film",
    "attach_link",
    "attach_page",
    "begin_successor",
    "confirm_module",
    "confirm_read",
    "create_edition",
    "create_starter",
    "describe_edition",
    "keep_sheet",
    "lay_out_starters",
    "move_module",
    "note_people_export",
    "publish_edition",
    "remove_module",
    "remove_question",
    "send_again",
    "send_to_contact",
    "send_to_group",
    "set_question",
    "set_quiz",
    "start_own",
    "withdraw_edition",
]
