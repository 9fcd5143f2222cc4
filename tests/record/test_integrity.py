"""Whatever is changed in a decision, `verify` names it; nothing that was changed is ever called the same."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from record_build import EXAMPLES, PARTS, VISIO, rebuilt, resealed, sealed, span, verify

from doctrine.record.decision import KEYS, STATED
from doctrine.record.reading import LIMIT, Library, read_decision
from doctrine.record.verify import verified


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_every_example_replays_the_same(path: Any) -> None:
    found = verify(sealed(path))
    assert (found.verdict, found.problems) == ("same", ())


@pytest.mark.parametrize("part", PARTS)
def test_a_byte_flipped_in_a_part_names_the_part(part: str) -> None:
    data = sealed(VISIO)
    start, end = span(data, part)
    library = Library()
    for place in range(start, end, max(1, (end - start) // 30)):
        for flip in (0x01, 0x20):
            changed = bytearray(data)
            changed[place] ^= flip
            found = verified(bytes(changed), "x", library)
            if found.verdict == "broken":
                assert {one.values["part"] for one in found.problems} == {part}, place
            else:
                assert found.verdict == "cannot", (place, data[place - 20 : place + 20])
                assert {one.code for one in found.problems} <= {"DOC801", "DOC802", "DOC804", "DOC805", "DOC806", "DOC808", "DOC809"}


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_no_byte_anywhere_can_change_unseen(data: st.DataObject) -> None:
    whole = sealed(VISIO)
    place = data.draw(st.integers(0, len(whole) - 2))
    value = data.draw(st.integers(0, 255).filter(lambda one: one != whole[place]))
    changed = whole[:place] + bytes([value]) + whole[place + 1 :]
    found = verify(changed)
    try:
        same_content = json.loads(changed) == json.loads(whole)
    except ValueError:
        same_content = False
    assert (found.verdict == "same") == same_content


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_file_cut_short_says_its_line(place: int) -> None:
    data = sealed(VISIO)
    found = verify(data[: len(data) * place // 4])
    assert (found.verdict, found.problems[0].code) == ("cannot", "DOC801")
    assert found.problems[0].place.line > 1


def _first_fact(whole: Any) -> dict[str, Any]:
    candidate = next(one for one in whole["parts"]["candidates"] if one["id"] == "visio")
    found: dict[str, Any] = candidate["facts"]["max_participants"][0]
    return found


CHANGES: dict[str, tuple[Any, str, str]] = {
    "a fact raised": (lambda whole: _first_fact(whole).update(proof="tested"), "candidates", "candidates/visio/facts"),
    "a requirement softened": (
        lambda whole: whole["parts"]["need"]["requirements"][0].update(level="should"),
        "need",
        "need/requirements/R1",
    ),
    "a finding deleted": (lambda whole: whole["parts"]["need"]["findings"].pop(), "need", "need/findings/6"),
    "two findings swapped": (lambda whole: whole["parts"]["need"]["findings"].reverse(), "need", "need/findings/1"),
    "candidates put in another order": (lambda whole: whole["parts"]["candidates"].reverse(), "candidates", "candidates"),
    "a candidate inserted": (
        lambda whole: whole["parts"]["candidates"].append({**whole["parts"]["candidates"][0], "id": "mine"}),
        "candidates",
        "candidates/mine/id",
    ),
    "a threshold moved": (
        lambda whole: whole["parts"]["parameters"]["values"]["ccp.dispense_fs"].update(value="90000"),
        "parameters",
        "parameters/values/ccp.dispense_fs",
    ),
    "a weight changed": (lambda whole: whole["parts"]["weights"]["values"].update(cost="1/2"), "weights", "weights/values/cost"),
    "another answer": (lambda whole: whole["parts"]["result"].update(outcome="none"), "result", "result/outcome"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_object_that_was_changed_is_named(name: str) -> None:
    change, part, where = CHANGES[name]
    found = verify(rebuilt(sealed(VISIO), change))
    assert found.verdict == "broken"
    assert [(one.code, one.values["part"]) for one in found.problems] == [("DOC810", part)]
    assert where in found.problems[0].values["where"].split(", ")


ENVELOPE: dict[str, Any] = {
    "tool": {"name": "doctrine", "version": "9.9.9"},
    "need_file": {"sha256": "0" * 64},
    "supersedes": {"digest": "sha256:" + "0" * 64, "need": "x"},
    "options": {"presumptions": False, "all_steps": False, "unknown": "careful"},
    "anonymous": ["searched/1/by"],
}


@pytest.mark.parametrize("key", ENVELOPE)
def test_a_change_of_the_envelope_is_named(key: str) -> None:
    found = verify(rebuilt(sealed(VISIO), lambda whole: whole.update({key: ENVELOPE[key]})))
    assert [(one.code, one.values["where"]) for one in found.problems] == [("DOC812", key)]
    assert found.verdict == "broken"


def test_a_digest_that_was_changed_is_told_from_its_part() -> None:
    found = verify(rebuilt(sealed(VISIO), lambda whole: whole["digests"].update(cards="sha256:" + "0" * 64)))
    assert [(one.code, one.values["part"]) for one in found.problems] == [("DOC811", "cards")]


def test_the_last_digest_is_named_when_it_alone_was_changed() -> None:
    found = verify(rebuilt(sealed(VISIO), lambda whole: whole.update(digest="sha256:" + "0" * 64)))
    assert [(one.code, one.values["where"]) for one in found.problems] == [("DOC812", "digest")]


def test_an_answer_sealed_again_by_somebody_does_not_replay() -> None:
    def bend(whole: Any) -> None:
        whole["parts"]["result"]["named"] = "webconf"
        whole["parts"]["result"]["steps"][0]["named"] = "webconf"

    found = verify(resealed(sealed(VISIO), bend))
    assert found.verdict == "different"
    assert [(one.values["where"], one.values["sealed"], one.values["found"]) for one in found.problems] == [
        ("result/named", "webconf", "visio"),
        ("result/steps/mutualise/named", "webconf", "visio"),
    ]


def test_the_name_of_an_agent_is_never_shown_by_a_difference() -> None:
    path = next(path for path in EXAMPLES if path.name.startswith("niche"))

    def bend(whole: Any) -> None:
        for step in whole["parts"]["result"]["steps"]:
            for search in step.get("certificate", {}).get("searches", []):
                search["by"] = "Jeanne Secrète"

    found = verify(resealed(sealed(path), bend))
    assert found.verdict == "different"
    assert all(one.values["where"].endswith("/by") and "Secrète" not in str(one.values) for one in found.problems)


def test_inputs_that_cannot_be_evaluated_do_not_stop_the_run() -> None:
    found = verify(resealed(sealed(VISIO), lambda whole: whole["parts"]["cards"].update(gates=[])))
    assert found.verdict in ("different", "cannot")
    found = verify(resealed(sealed(VISIO), lambda whole: whole["parts"]["need"].pop("buyer")))
    assert (found.verdict, found.problems[0].code, found.problems[0].values["where"]) == ("cannot", "DOC804", "need/buyer")


NONSENSE = st.none() | st.booleans() | st.integers(-5, 5) | st.sampled_from(["", "yes", "2026-13-01", "1/3", "\x1b[31m", [], {}])


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_whatever_somebody_seals_again_is_answered(data: st.DataObject) -> None:
    """Every digest holds, one value anywhere is nonsense: an answer, never a crash."""
    from doctrine.assembly import assemble
    from doctrine.index import open_index
    from doctrine.record.parts import need_file

    def again(tree: Any, presumptions: bool) -> Any:
        return assemble(need_file(tree), "x", open_index(), presumptions=presumptions).case or "DOC000"

    def bend(whole: Any) -> None:
        held = whole["parts"]
        key: Any = data.draw(st.sampled_from([part for part in PARTS if part != "objects"]))
        for _ in range(data.draw(st.integers(0, 6))):
            if not isinstance(held[key], dict | list) or not held[key]:
                break
            held = held[key]
            key = data.draw(st.sampled_from(sorted(held) if isinstance(held, dict) else range(len(held))))
        held[key] = data.draw(NONSENSE)

    bent = resealed(sealed(VISIO), bend)
    found = verified(bent, "x", Library(), day="2026-12-01", again=again)
    assert found.verdict in ("same", "different", "cannot")
    assert (found.verdict == "same") == (not found.problems)


def test_another_layout_of_the_same_content_is_the_same_decision() -> None:
    data = sealed(VISIO)
    for again in (json.dumps(json.loads(data), indent=2).encode(), data.replace(b"\n", b"\r\n")):
        assert again != data
        assert verify(again).verdict == "same"
        assert verify(again).digest == verify(data).digest


@pytest.mark.parametrize("key", KEYS)
def test_a_key_taken_out_is_said(key: str) -> None:
    found = verify(rebuilt(sealed(VISIO), lambda whole: whole.pop(key)))
    assert (found.verdict, found.problems[0].code) == ("cannot", "DOC803" if key == "format" else "DOC804")


@pytest.mark.parametrize("key", [*STATED, "digests", "digest", "signature"])
def test_a_value_of_another_type_is_said(key: str) -> None:
    found = verify(rebuilt(sealed(VISIO), lambda whole: whole.update({key: 7})))
    assert (found.verdict, found.problems[0].code) == ("cannot", "DOC803" if key == "format" else "DOC809")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "DOC801"),
        (b"[]", "DOC803"),
        (b'{"format":"decision/2"}', "DOC803"),
        (b'{"format":"decision/1"}', "DOC804"),
        (b'{"format":"decision/1","format":"decision/1"}', "DOC805"),
        (b'{"format":1.5}', "DOC806"),
        (b'{"format":NaN}', "DOC806"),
        (b'{"format":1' + b"0" * 5000 + b"}", "DOC806"),
        (b"[" * 100_000, "DOC802"),
        (b'{"a":' * 100_000, "DOC802"),
        (b'{"format":"\xff"}', "DOC801"),
        (b'{"format":"' + b"[" * 1000 + b'"}', "DOC803"),
        (b"\xef\xbb\xbf{}", "DOC801"),
    ],
)
def test_what_is_no_decision_is_refused(data: bytes, code: str) -> None:
    found = verify(data)
    assert (found.verdict, found.problems[0].code) == ("cannot", code)


def test_a_lone_surrogate_is_refused() -> None:
    titled = rebuilt(sealed(VISIO), lambda whole: whole["parts"]["need"].update(title="x"))
    assert titled.count(b'"title": "x"') == 1
    assert verify(titled.replace(b'"title": "x"', b'"title": "\\ud800"')).verdict == "cannot"


def test_a_file_over_the_limit_is_refused_unread() -> None:
    found = read_decision(b" " * (LIMIT + 1), "x")
    assert getattr(found, "code", "") == "DOC005"


def test_the_library_forgets_and_answers_the_same() -> None:
    small = Library(most=2)
    for path in EXAMPLES[:3] * 2:
        assert verified(sealed(path), "x", small).verdict == "same"
    assert len(small) == 2
