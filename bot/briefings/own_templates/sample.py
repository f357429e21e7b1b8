"""Briefings to try a template with. Invented: nobody's."""

from datetime import UTC, datetime

from bot.briefings.content import Briefing, Count, Entry, Figure, Part, Point, Section

FULL = Entry(
    title="Bus shelter smashed",
    text="Elm & Sons has not acknowledged (due Wednesday). The <director> was told on Friday.",
    issue=2,
    place="Southgate",
    wards=("North", "South"),
    across="also in South",
    about="Safer streets: light the paths",
    owner="Housing",
    next_step="Police to report progress by 5pm Tuesday 1 December",
    buttons=("lead", "open"),
)
WEEKS = (Point(day="2026-11-23", met=2, of=2, hours=3.5), Point(day="2026-11-30", met=4, of=5))
COUNT = Entry(
    title="Acknowledgements",
    text="4 of 5 in time; typically 3 working hours.",
    figure=Figure(name="north.acknowledge", points=WEEKS),
    counts=(Count(label="under a week", n=3), Count(label="over four weeks", n=1)),
)


def samples() -> tuple[Briefing, ...]:
    asked, counts = (
        Section(kind="asked", title="Asked of you", entries=(FULL,)),
        Section(kind="indicators", title="How we are doing", entries=(COUNT,)),
    )
    many = Section(kind="new", title="New", entries=(FULL,) * 60)
    cabinet = Part(
        audience="cabinet_leads",
        title="Cabinet Lead, Safer Streets",
        sections=(asked, counts),
        standing="7 matters open, 2 of them waiting too long.",
        withheld="1 sensitive matter is counted here but not shown.",
    )
    ward = Part(audience="ward_members", title="North", sections=(asked, many))
    quiet = Part(audience="ward_members", title="North", quiet="Nothing to report in North this week.")
    return (_of(cabinet, ward), _of(quiet), _of(ward), _of())


def _of(*parts: Part) -> Briefing:
    return Briefing(
        person="cllr-nobody",
        name="Cllr Nobody",
        team="The Team",
        title="North, week to Monday 30 November",
        as_at=datetime(2026, 11, 30, 9, tzinfo=UTC),
        as_at_words="As at 9am Monday 30 November",
        introduction="A quiet week after a storm.\nThank you all.",
        notices=("Pre-election period until Thursday 6 May: please do not publish any of it.",),
        parts=parts,
        foot="Ward boundaries of 4 May 2023.",
    )
