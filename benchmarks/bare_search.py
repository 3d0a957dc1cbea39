"""The least that plain Whoosh needs for a search from the command line: open, some words, ten headlines.

    python benchmarks/bare_search.py FOLDER WORD WORD

cold.py runs it. The module beside it is the analyser, which the schema of the index names.
"""

import sys

from stemming import stem
from whoosh.index import open_dir
from whoosh.query.compound import And, Or
from whoosh.query.terms import Term

folder, *words = sys.argv[1:]
query = And([Or([Term(field, stem(word)) for field in ("headline", "lead", "body")]) for word in words])
with open_dir(folder).searcher() as searcher:
    for hit in searcher.search(query, limit=10):
        print(hit["date"], hit["headline"])
