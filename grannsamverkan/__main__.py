"""`python -m grannsamverkan` is the `grannsamverkan` command."""

from grannsamverkan.cli import main

if __name__ == "__main__":
    main(prog_name="grannsamverkan")
