"""`python -m bot` is `rapid-response`."""

from bot.cli import main

main()
