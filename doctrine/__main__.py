"""`python -m doctrine`."""

from doctrine.commands import main

if __name__ == "__main__":
    main()
