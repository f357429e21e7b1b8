"""How well what a text suggests agrees with people's labels. Run with `make eval FILE=…`; not part of the product."""
