"""Two letters for each class: its own, and one that its name brings to mind."""

from service.core.targets.class_names import class_codes


def test_a_code_is_of_the_letters_of_its_name() -> None:
    names = ["Refund", "card_arrival", "card arrives late", "Çatal", "42", "refund again"]
    assert class_codes(names, ()) == ["RE", "CA", "CL", "CT", "AA", "RA"]


def test_names_without_letters_leave_those_of_others() -> None:
    assert class_codes([*map(str, range(60)), "card arrival"], ())[-1] == "CA"


def test_none_is_anothers_as_long_as_there_are_any() -> None:
    codes = class_codes([f"class {number}" for number in range(700)], {"CL", "XX"})
    given = [code for code in codes if code is not None]
    assert len({*given}) == len(given) == 26 * 26 - 2
    assert {*given} & {"CL", "XX"} == set()
    assert codes[len(given) :] == [None] * (700 - len(given))
