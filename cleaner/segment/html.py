"""HTML to text, as a reader sees the page: blocks on lines of their own, alt texts kept."""


def render(html: str) -> str:
    """The page's visible text; "" for a page that shows none."""
    from resiliparse.extract.html2text import extract_plain_text

    return str(extract_plain_text(html, main_content=False, alt_texts=True, links=False, preserve_formatting=True))
