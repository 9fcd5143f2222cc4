"""Run doctrine from a checkout: `python cli.py evaluate need.yaml`. Installed, the command is `doctrine`."""

from doctrine.commands import main

if __name__ == "__main__":
    main()
