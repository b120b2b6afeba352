import os
import threading
from pathlib import Path

import pytest

from cleaner.errors import BadInput
from cleaner.io.documents import BadRecord, Document
from cleaner.io.readers import find_sources, read_all
from cleaner.io.records import Reading


def read(*paths: object, max_bytes: int = 1000, leave_out: tuple[Path, ...] = ()) -> list[Document | BadRecord]:
    sources = find_sources([str(path) for path in paths], leave_out=leave_out)
    return [document for source in sources for document in source.documents(Reading(max_bytes))]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    names = ("b.txt", "a.md", "plain", "page.HTML", "x.htm", "x.xhtml", "x.text", ".hidden.txt")
    for name in (*names, "z/1.txt", "c/deep/2.txt", ".git/3.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path


def test_folder_is_read_in_sorted_order_without_hidden_names(tree: Path) -> None:
    documents = read(tree)
    ids = ["a.md", "b.txt", "c/deep/2.txt", "page.HTML", "plain", "x.htm", "x.text", "x.xhtml", "z/1.txt"]
    assert [document.id for document in documents] == ids
    assert [document.raw.decode() for document in documents] == ids


def test_no_file_of_a_folder_vanishes_but_what_pages_bring_along(tree: Path) -> None:
    names = ("a.story", "c.pdf", "index.html?id=4", "page.php", "report.2022")
    for name in (*names, ".DS_Store", "b.css", "d.woff2", "e.webp"):
        (tree / "z" / name).write_text(name)
    one, *found = read(tree / "z")
    assert one.id == "1.txt"
    assert [item.id for item in found] == list(names)
    assert [item.id for item in found if isinstance(item, BadRecord)] == ["c.pdf"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_loses_no_document(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    thread = threading.Thread(target=pipe.write_bytes, args=(b'{"text": "One"}\n{"text": "Two"}\n',))
    thread.start()
    found = list(read_all(find_sources([str(pipe)]), Reading(1000)))
    thread.join()
    assert [item.raw for item in found] == ["One", "Two"]
    assert [item.message for item in read(tmp_path)] == ["a pipe or a device, and no file"]


def test_named_file_is_read_whatever_its_name(tree: Path) -> None:
    (tree / "no.pdf").write_text("no.pdf")
    assert [document.id for document in read(tree / "no.pdf", tree / ".hidden.txt")] == ["no.pdf", ".hidden.txt"]


def test_same_names_become_whole_paths(tree: Path) -> None:
    (tree / "c" / "1.txt").write_text("other")
    one, two = read(tree / "z", tree / "c" / "1.txt")
    assert one.id != two.id
    assert one.id.endswith("z/1.txt")
    assert two.id.endswith("c/1.txt")


def test_patterns_stand_for_what_fits_them(tree: Path) -> None:
    assert [d.id for d in read(tree / "*.x*", tree / "[zc]")] == ["x.xhtml", "deep/2.txt", "1.txt"]
    assert [d.id for d in read(tree / "**" / "?.txt")] == ["b.txt", "2.txt", "1.txt"]
    assert [d.id for d in read(tree / "?.*", leave_out=(tree / "b.txt", tree / "x.htm"))][:2] == ["a.md", "x.text"]


def test_a_file_whose_name_looks_like_a_pattern_is_a_file(tree: Path) -> None:
    (tree / "b[1].txt").write_text("whole")
    assert [d.raw for d in read(tree / "b[1].txt")] == [b"whole"]


def test_left_out_paths_are_not_read(tree: Path) -> None:
    assert [d.id for d in read(tree, leave_out=(tree / "c", tree / "plain"))][:3] == ["a.md", "b.txt", "page.HTML"]


def test_no_more_than_the_limit_and_one_byte_is_read(tree: Path) -> None:
    (document,) = read(tree / "page.HTML", max_bytes=4)
    assert document.raw == b"page."


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("nowhere*", "matches no file"),
        ("nowhere", "does not exist"),
        ("https://example.org", "URL"),
        ("S3://bucket/key", "URL"),
        ("", "does not exist"),
    ],
)
def test_path_that_is_none(path: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput, match=message):
        find_sources([path])


def test_the_same_file_twice(tree: Path) -> None:
    with pytest.raises(BadInput, match="named twice"):
        find_sources([str(tree / "b.txt"), str(tree / "b.txt")])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may list every folder")
def test_folder_that_cannot_be_listed(tree: Path) -> None:
    (tree / "z").chmod(0)
    try:
        (bad,) = (found for found in read(tree) if isinstance(found, BadRecord))
        assert (bad.id, "permissions" in bad.message) == ("z", True)
        with pytest.raises(BadInput, match="permissions"):
            find_sources([str(tree / "z")])
    finally:
        (tree / "z").chmod(0o700)


def test_folders_behind_links_are_read_once_under_their_own_names(tree: Path) -> None:
    shared = tree / "shared"
    (shared / "far").mkdir(parents=True)
    (shared / "far" / "5.txt").write_text("5")
    (tree / "c" / "linked").symlink_to(shared)
    (tree / "c" / "again").symlink_to("deep")
    (tree / "c" / "deep" / "ring").symlink_to("..")
    assert [document.id for document in read(tree / "c")] == ["deep/2.txt", "linked/far/5.txt"]
    assert [document.raw for document in read(str(tree / "c" / "**" / "*.txt"))] == [b"c/deep/2.txt", b"5"]


def test_link_out_to_a_folder_around_the_one_named_is_a_reject(tree: Path) -> None:
    (tree / "z" / "up").symlink_to("..")
    text, link = read(tree / "z")
    assert (text.id, link.id) == ("1.txt", "up")
    assert isinstance(link, BadRecord)
    assert "a link to a folder that holds the one named" in link.message
    assert [document.id for document in read(str(tree / "z" / "**"))] == ["1.txt"]


def test_link_that_leads_to_itself_costs_no_other_document(tree: Path) -> None:
    (tree / "z" / "2.txt").symlink_to("2.txt")
    sources = find_sources([str(tree / "z")], leave_out=[tree / "out"])
    text, ring = read_all(sources, Reading())
    assert (text.id, ring.id) == ("1.txt", "2.txt")
    assert isinstance(ring, BadRecord)
    assert all(source.state() for source in sources)
