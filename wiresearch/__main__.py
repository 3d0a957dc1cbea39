"""`python -m wiresearch`, and the command `wiresearch`."""

import gc
import os
import sys


def main() -> None:
    """Run the command line given and exit. Ctrl-C is answered even while the program is still being loaded."""
    # Otherwise numpy's OpenBLAS starts a thread for each further core, which spins for a tenth of a second; nothing here needs them.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        from wiresearch.cli import root
    except KeyboardInterrupt:
        if sys.stderr is not None:
            sys.stderr.write("wiresearch: interrupted\n")
        sys.exit(130)
    try:
        root.main()
    finally:
        gc.freeze()  # Python looks for circles of values once more at its end, through all that is about to go anyway


if __name__ == "__main__":
    main()
