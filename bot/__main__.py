"""`python -m bot` is `roadmap-bot`."""

from bot.cli import main

if __name__ == "__main__":
    main()
