"""HTML to text, as a reader sees the page: blocks on lines of their own, alt texts kept."""


def render(html: str) -> str:
    """The page's visible text; "" for a page that shows none. Lone surrogates become U+FFFD: no parser takes them."""
    from resiliparse.extract.html2text import extract_plain_text

    page = html.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return str(extract_plain_text(page, main_content=False, alt_texts=True, links=False, preserve_formatting=True))
