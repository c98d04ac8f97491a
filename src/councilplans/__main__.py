"""`python -m councilplans`."""

from councilplans.cli import main

if __name__ == "__main__":
    main()
