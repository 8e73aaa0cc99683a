"""docs/guide.md: the words on the screen exactly, short sentences, pictures that are there and light."""

import html
import re

from django.conf import settings

GUIDE = settings.BASE_DIR / "docs" / "guide.md"
ROOMS = ("templates", "povertyplan", "households", "tasks", "reports")
EXAMPLES = {"…", "bui phuoc", "y tế, giáo dục", "tất cả"}  # quoted, but typed or described, not a button
SYLLABLES = 26  # Vietnamese writes a space between syllables; 20 words are some 26 of them


def written() -> str:
    """Every template and source of the product, tests left out."""
    paths = [path for room in ROOMS for path in (settings.BASE_DIR / room).rglob("*") if "tests" not in path.parts]
    texts = [path.read_text() for path in paths if path.suffix in {".html", ".py"}]
    return html.unescape("\n".join(texts))


def test_every_quoted_word_stands_on_a_screen():
    shown = written()
    quoted = set(re.findall("«(.+?)»", GUIDE.read_text())) - EXAMPLES
    assert len(quoted) > 60
    as_in_models = {words: words[0].lower() + words[1:] for words in quoted}  # forms capitalise a field's name
    assert [words for words in sorted(quoted) if words not in shown and as_in_models[words] not in shown] == []


def test_sentences_are_short():
    lines = [line for line in GUIDE.read_text().splitlines() if not line.startswith(("|", "!", "#"))]
    sentences = [part for line in lines for part in re.split(r"[.!?:;](?:\s|$)", re.sub("«.+?»", "«»", line))]
    assert [one for one in sentences if len(one.split()) > SYLLABLES] == []


def test_pictures_are_there_and_light_and_none_is_left_over():
    shown = set(re.findall(r"\(guide/([\w-]+\.png)\)", GUIDE.read_text()))
    kept = {path.name: path.stat().st_size for path in (settings.BASE_DIR / "docs" / "guide").glob("*.png")}
    assert shown == set(kept)
    assert {name: size for name, size in kept.items() if size > 60 * 1024} == {}


def test_every_article_says_what_for_how_and_what_comes_of_it():
    articles = re.split(r"^### ", GUIDE.read_text().partition("## Thông báo trên màn hình")[0], flags=re.M)[1:]
    for article in articles:
        title = article.partition("\n")[0]
        if title.startswith(("Hai điều", "Nhập danh sách của xã")):
            continue
        steps = re.findall(r"^\d\. ", article, flags=re.M)
        assert "Mục đích:" in article and "Kết quả:" in article and "Nếu " in article, title
        assert 2 <= len(steps) <= 6, title
