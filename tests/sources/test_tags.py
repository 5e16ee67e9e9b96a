"""Tags are read in comments and docstrings of any language, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maestro_cli.sources import comments, tags
from maestro_cli.sources.comments import NoLanguageError, Note, TooSlowError, find_notes
from maestro_cli.sources.definitions import Outline, defines
from maestro_cli.sources.tags import find_tags, references

PYTHON = '''\
"""Module. @req M-1"""
X = "@req S-1"
Y = ["""
@req S-2
""", """@req S-3"""]
# @req REQ-1, REQ-2@1a2b3c4d.
def test_a():
    s = "# @req S-4"  # @req: REQ-3
    x = f"{s} # @req S-5"

class TestCard:
    """@req: REQ-4"""
    @pytest.mark.req("REQ-5", 'REQ-6')
    def test_b(self):
        """Pays.

        maestro: verifies REQ-7
        """
        # see `@req S-6`, "@req S-7" and mail@req.example
        return 1 @ 2

def test_c():  # @req REQ-8
    pass
T = """
@pytest.mark.req("S-8")
"""
'''
NEW_PYTHON = '''\
def test_a():
    """@req REQ-1"""
    x = f"{y["# @req S-1"]}"  # @req REQ-2
    z = """
# @req S-2
    """
    return {"a":
        """@req S-3"""}
'''
LANGUAGES = {
    "pay.js": (
        '// @req REQ-1\nit("pays by card", () => {\n  const s = "// @req S-1";\n'
        '  const r = /\\/\\/ @req S-2/;\n});\ndescribe("Cards", () => {\n  // @req REQ-2\n'
        '  test("x", () => { y = `${1 /* @req REQ-3 */} // @req S-3` })\n})\n'
    ),
    "PayTest.java": (
        "/** @req REQ-1 */\npublic class PayTest {\n  /**\n   * Pays.\n   * @req REQ-2\n   */\n  @Test\n"
        '  public void pays() throws Exception {\n    String s = "// @req S-1"; // @req REQ-3\n'
        '    String t = """\n// @req S-2\n""";\n  }\n}\n'
    ),
    "pay_test.go": (
        "package x\n// @req REQ-1\nfunc TestPay(t *testing.T) {\n s := `// @req S-1`\n"
        " _ = s // @req REQ-2\n}\n"
        "/* @req REQ-3 */\nfunc (s *Suite) TestCard() {}\n"
    ),
    "pay.rs": (
        '/// @req REQ-1\n#[test]\nfn pays() { let a="// @req S-1"; let b = r#"/* @req S-2"#; }\n'
        "mod tests {\n    // @req REQ-2\n    #[test]\n    async fn card() {}\n"
        "    /* a /* b */ @req REQ-3 */\n}\n"
    ),
    "pay_spec.rb": (
        '# @req REQ-1\ndescribe "Pay" do\n  # @req REQ-2\n  it "works" do\n   x = "# @req S-1"\n'
        "   y = <<~X\n# @req S-2\nX\n  end\n  def test_x # @req REQ-3\n  end\nend\n"
    ),
    "pay.sh": (
        '# @req REQ-1\ntest_pay() {\n  x="# @req S-1" # @req REQ-2\n'
        "  cat <<E\n# @req S-2\nE\n}\n# @req REQ-3\n"
    ),
    "pay.sql": (
        "-- @req REQ-1\ncreate function test_pay() returns text as 'select -- @req S-1';\n"
        "/* @req REQ-2 */\nselect '-- @req S-2'; -- @req REQ-3\n"
    ),
    "pay.c": (
        '/* @req REQ-1 */\nstatic void test_pay(void)\n{\n  char *s = "/* @req S-1 */"; // @req REQ-2\n}\n'
        '#define X "// @req S-2"\n#if 0\n// @req S-3\n#endif\n// @req REQ-3\nTEST(Pay, Card) {}\n'
    ),
}
ABOUT = {
    "pay.js": ["pays by card", "Cards::x", "Cards::x"],
    "PayTest.java": ["PayTest", "PayTest::pays", "PayTest::pays"],
    "pay_test.go": ["TestPay", "TestPay", "TestCard"],
    "pay.rs": ["pays", "tests::card", "tests"],
    "pay_spec.rb": ["Pay", "Pay::works", "Pay::test_x"],
    "pay.sh": ["test_pay", "test_pay", ""],
    "pay.sql": ["test_pay", "", ""],
    "pay.c": ["test_pay", "test_pay", "Card"],
}


def found(text: str, path: str) -> list[tuple[int, str, str]]:
    return [
        (tag.line, ", ".join(map(str, tag.references)), "::".join(one.name for one in tag.about))
        for tag in find_tags(text, path)
    ]


def test_python_is_read_in_comments_docstrings_and_markers() -> None:
    assert found(PYTHON, "test_x.py") == [
        (1, "M-1", ""),
        (6, "REQ-1, REQ-2@1a2b3c4d", "test_a"),
        (8, "REQ-3", "test_a"),
        (12, "REQ-4", "TestCard"),
        (13, "REQ-5, REQ-6", "TestCard::test_b"),
        (17, "REQ-7", "TestCard::test_b"),
        (22, "REQ-8", "test_c"),
    ]


def test_a_docstring_with_a_comment_behind_it_is_read_before_the_comment() -> None:
    text = 'def test_a():\n    """@req REQ-1"""  # @req REQ-2\n    ("""@req S-1"""  # @req REQ-3\n    )\n'
    assert [ids for _, ids, _ in found(text, "test_x.py")] == ["REQ-1", "REQ-2", "REQ-3"]


def test_python_that_its_own_tokeniser_does_not_know_is_read_by_pygments() -> None:
    assert [ids for _, ids, _ in found(NEW_PYTHON, "test_x.py")] == ["REQ-1", "REQ-2"]
    broken = "x = (\n# @req REQ-1\ny = '''\n# @req S-1\n"
    assert [ids for _, ids, _ in found(broken, "test_x.py")] == ["REQ-1"]


# @req MR-6.11
@pytest.mark.parametrize("path", sorted(LANGUAGES))
def test_strings_of_every_language_are_ignored(path: str) -> None:
    tags = found(LANGUAGES[path], path)
    assert [ids for _, ids, _ in tags] == ["REQ-1", "REQ-2", "REQ-3"]
    assert [about for _, _, about in tags] == ABOUT[path]


@pytest.mark.parametrize(
    ("comment", "ids"),
    [
        ("@req REQ-1", "REQ-1"),
        ("@req: REQ-1 , REQ-2", "REQ-1, REQ-2"),
        ("maestro: verifies REQ-1", "REQ-1"),
        ("maestro:verifies: REQ-1@ABCDEF0123.", "REQ-1@ABCDEF0123"),
        ("(@req REQ-1)", "REQ-1"),
        ("see @req REQ-1 and @req REQ-2", "REQ-1|REQ-2"),
        ("@req a/b-1, X.1, X.1.", "a/b-1, X.1"),
        ("@required REQ-1", ""),
        ("@req", ""),
        ("maestro: REQ-1", ""),
        ("x@req REQ-1", ""),
        ("'@req REQ-1'", ""),
    ],
)
def test_how_tags_are_written(comment: str, ids: str) -> None:
    assert "|".join(one for _, one, _ in found(f"// {comment}\n", "a.js")) == ids


def test_a_tag_on_a_windows_line_knows_its_line() -> None:
    assert found("x = 1\r\n# @req REQ-1\r\ndef test_a():\r\n    pass\r\n", "a.py") == [(2, "REQ-1", "test_a")]


def test_a_file_of_an_unknown_kind_is_told_apart_from_one_without_tags() -> None:
    assert find_tags("nothing here", "a.unknown") == []
    with pytest.raises(NoLanguageError):
        find_tags("# @req REQ-1", "a.unknown")


def test_what_follows_the_last_candidate_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Note] = []

    def counted(text: str, path: str) -> Iterator[Note]:
        for note in find_notes(text, path):
            asked.append(note)
            yield note

    monkeypatch.setattr(tags, "find_notes", counted)
    assert len(find_tags("# @req REQ-1\n" + "# note\n" * 100, "a.py")) == 1
    assert len(asked) == 1


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comments, "SECONDS", -1.0)
    with pytest.raises(TooSlowError):
        find_tags("// @req REQ-1\n", "a.js")


@settings(max_examples=150, deadline=None)
@given(
    st.text(alphabet="@req REQ-1:,#/*'\"\n`\\{}()", max_size=80),
    st.sampled_from(["a.py", "a.js", "a.sql", "a.rs"]),
)
def test_no_text_breaks_the_reader(text: str, path: str) -> None:
    for tag in find_tags(f"{text}\n// @req REQ-1\n# @req REQ-2\n", path):
        assert tag.references
        assert 1 <= tag.line <= text.count("\n") + 3


# @req MR-6.11
@settings(max_examples=50, deadline=None)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\"'\\\r\n{}\0"), max_size=40))
def test_a_string_never_holds_a_tag_and_a_comment_always_does(text: str) -> None:
    for path, mark in (("a.py", "#"), ("a.js", "//"), ("a.go", "//"), ("a.rb", "#")):
        lone = text if path != "a.rb" else text.replace("#", "")
        assert find_tags(f'x = "{lone} @req REQ-1"\n', path) == []
        assert [str(one) for tag in find_tags(f"{mark} @req REQ-1\n", path) for one in tag.references] == [
            "REQ-1"
        ]


@pytest.mark.parametrize("line", ["x" * 100_000, "(" * 5_000, "a " * 250, "[" * 400 + " x"])
def test_long_and_odd_lines_define_nothing_and_cost_little(line: str) -> None:
    assert defines(line, 1) is None


@pytest.mark.parametrize(
    "line", ["assert pay()", "with open(x) as f:", "async with pay():", "raise Late(x)", "pay()", "go run()"]
)
def test_a_statement_is_no_definition(line: str) -> None:
    text = f"def test_a():\n    # @req REQ-1\n    {line}\n"
    assert found(text, "a.py") == [(2, "REQ-1", "test_a")]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("void delete() {", "delete"),
        ("@Test void print() {", "print"),
        ("public void use() throws X {", "use"),
        ("public async Task yield() {", "yield"),
        ("[Fact] public void include() {", "include"),
        ("echo() {", "echo"),
        ("void delete(int x) { pay(x); }", "delete"),
    ],
)
def test_a_method_may_be_called_like_a_statement_of_another_language(line: str, name: str) -> None:
    definition = defines(line, 1)
    assert definition is not None
    assert definition.name == name


@pytest.mark.parametrize(
    "line",
    ["delete find(x)", "yield from pay(x)", "print pay(x)", "use pay (x)", "int if (x) {", "else if (x) {"],
)
def test_a_line_that_begins_with_a_statement_defines_nothing(line: str) -> None:
    assert defines(line, 1) is None


def test_an_outline_grows_with_its_file() -> None:
    lines = [line for number in range(2_000) for line in (f"def test_{number}():", "    # note", "    pass")]
    outline = Outline(lines)
    for number in range(2_000):
        (about,) = outline.of(3 * number + 2, 3 * number + 2, inside=False)
        assert about.name == f"test_{number}"


def test_references_are_listed_once() -> None:
    assert [str(one) for one in references("REQ-1; REQ-2 REQ-1@0badc0de, REQ-2")] == [
        "REQ-1",
        "REQ-2",
        "REQ-1@0badc0de",
    ]


@pytest.mark.parametrize(
    ("path", "between", "definition"),
    [
        ("a.py", "@pytest.mark.parametrize(\n    'x',\n    [(1, 2)],\n)\n@other", "def test_a(x):"),
        ("a.py", "@pytest.mark.parametrize(\n    'x',\n    ['[(', \"it's {\", '\\'['],\n)", "def test_a(x):"),
        ("a.py", "", "def test_a(): ..."),
        ("a.java", '@Test(\n  timeout = 1\n)\n@Tag("x")', "void test_a() {"),
        ("a.rs", "#[cfg(\n  test\n)]\n#[test]", "fn test_a() {"),
        ("a.cs", "[Theory]\n[Inline(\n 1)]", "public void test_a() {"),
        ("a.java", "", "@Test void test_a() {}"),
        ("a.java", "@Test", "void test_a() { assertEquals(1, pay()); }"),
        ("a.kt", "", "@Test fun test_a() = runTest {"),
        ("a.rs", "", "#[test] fn test_a() {}"),
        ("a.cs", "", "[Theory, InlineData(1)] public async Task test_a(int n)"),
    ],
)
def test_decorators_may_stand_between(path: str, between: str, definition: str) -> None:
    mark = "#" if path == "a.py" else "//"
    text = f"{mark} @req REQ-1\n{between}\n{definition}\n"
    assert found(text, path) == [(1, "REQ-1", "test_a")]


def test_code_in_between_parts_a_tag_from_what_follows() -> None:
    assert found("# @req REQ-1\nimport x\ndef test_a(): ...\n", "a.py") == [(1, "REQ-1", "")]
    assert found("# @req REQ-1\n@open(\n\ndef test_a(): ...\n", "a.py") == [(1, "REQ-1", "")]
