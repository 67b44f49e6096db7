"""The program of the decoding process: `python -m grannsamverkan.imaging.child`, run by `decoders`.

Its children put their walls up before they look at a photo (`zygote`). What gets past a decoder's
bugs finds no secret in the environment, no file, no network, and seconds to live.
"""

from grannsamverkan.imaging import decode, wire, zygote
from grannsamverkan.imaging.report import Refused
from grannsamverkan.imaging.sniffing import inspect


def main() -> None:
    """Load all that decoding needs, then fork a child for each photo until the parent is gone."""
    decode.warm_up()
    zygote.serve(answer)


def answer(photo: bytes, kind: bytes) -> bytes:
    """`wire.pack` of the photo's report, or of why it is refused."""
    try:
        return wire.pack(decode.decode(photo, inspect(photo), all_codes=kind == wire.ALL))
    except Refused as refusal:
        return wire.pack(refusal)


if __name__ == "__main__":
    main()
