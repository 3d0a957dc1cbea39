"""wiresearch: a search engine over an archive of news-wire dispatches."""

__version__ = "0.1.0"
