"""`python -m csreader` is the command `csreader`."""

from csreader.cli import main

if __name__ == "__main__":
    main()
