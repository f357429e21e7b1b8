"""The least that a job can be."""

ran = 0


def job() -> None:
    global ran
    ran += 1
