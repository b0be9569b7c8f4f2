"""What is refused of re-sealing."""

from chalicelib.kernel.errors import Conflict
from chalicelib.kernel.text import Text


class NothingToReseal(Conflict):
    """There is one key only: everything is under it."""

    code = "resealing.one-key-only"
    title = Text("密钥环中只有一个密钥，没有需要重新加密的内容", "The ring holds one key only: everything is under it")
    next_step = Text(
        "请先按运维手册更换密钥（python -m infra.turn_key）。",
        "Replace the key first (python -m infra.turn_key, see the runbook).",
    )
