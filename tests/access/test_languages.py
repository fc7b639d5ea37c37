"""The automata of the prover agree with the matchers of the evaluator, and find strings that are there."""

from hypothesis import given, settings
from hypothesis import strategies as st

from baseline.access.languages import EVERYTHING, Language, arn_language, language, literal
from baseline.access.matching import arn, glob
from baseline.access.text import arn_segments, tokens
from baseline.access.walk import core, witness

_PATTERNS = st.text(alphabet="ab*?:", max_size=5)
_WORDS = ["", *"ab:x", "aa", "ab", "ba", "xa", "ax", "a:b", "a::", "aab", "bbbb", "a:x:b", "x:x"]


def _language(pattern: str, *, ignore_case: bool = False) -> Language:
    return language(tokens(pattern, variables=False), ignore_case=ignore_case)


def _has(one: Language, word: str) -> bool:
    return witness(frozenset((one, literal(word))), frozenset()) is not None


@given(_PATTERNS, st.booleans())
def test_a_language_has_the_words_that_the_matcher_takes(pattern: str, ignore_case: bool) -> None:
    match = glob(pattern, variables=True, ignore_case=ignore_case)
    for word in (*_WORDS, "A", "aB"):
        assert _has(_language(pattern, ignore_case=ignore_case), word) is match(word, {})


@given(st.lists(_PATTERNS, max_size=3), st.lists(_PATTERNS, max_size=3))
@settings(max_examples=200, deadline=None)
def test_a_witness_is_inside_and_outside_as_asked_and_is_found_if_there_is_one(
    inside: list[str], outside: list[str]
) -> None:
    found = witness(frozenset(map(_language, inside)), frozenset(map(_language, outside)))

    def fits(word: str) -> bool:
        def takes(pattern: str) -> bool:
            return bool(glob(pattern, variables=True)(word, {}))

        return all(map(takes, inside)) and not any(map(takes, outside))

    if found is not None:
        assert fits(found)
    else:
        assert not any(map(fits, _WORDS))


def test_wildcards_of_arns_stay_within_their_segment() -> None:
    pattern = "arn:aws:s3:*:b/*"
    assert not arn(pattern, variables=True)("arn:aws:s3:::b/k", {})
    segments = arn_segments(tokens("arn:*:s3:::b/*", variables=True))
    found = arn_language(segments)
    assert found is not None
    assert _has(found, "arn:aws:s3:::b/k:x/y")
    assert not _has(found, "arn:aws:x:s3:::b/k")


def test_of_languages_without_a_common_string_few_are_named() -> None:
    a, b, all_ = _language("a*"), _language("b*"), EVERYTHING
    assert core(frozenset((a, b, all_)), frozenset((literal("x"),))) == ({a, b}, set())
    assert core(frozenset((a,)), frozenset((all_, b))) == (set(), {all_})
