"""Who labelled, in words."""


def labellers(people: int, programs: int) -> str:
    """Such as "2 people", or "1 person, 1 program"."""
    by_people = "1 person" if people == 1 else f"{people} people"
    by_programs = "1 program" if programs == 1 else f"{programs} programs"
    if programs == 0:
        return by_people
    return by_programs if people == 0 else f"{by_people}, {by_programs}"
