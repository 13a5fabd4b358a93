"""The fast path of what people wait for: an answer, a hand-out, an import.

The names below, `Repository.execute` and `Repository.execute_driver` are all that other code needs.

- `Prepared`, run by `execute`: a statement that each answer or hand-out asks, put into SQL once and
  sent straight to the driver. It costs a tenth of `Repository.query`, any other statement a third.
  CPU of an annotation: on SQLite 4.4 -> 2.1 ms, on PostgreSQL 6.9 -> 3.6 ms (decision 0032). It
  gives plain tuples (`StatementRows`), and takes no list of any length.
- `prepare_later`, `write_later`, `insert_few`, `write_few`: what an answer writes and needs nothing
  back from. On PostgreSQL it waits until something else is asked or the transaction ends, and goes
  as one statement. An answer is 4 round trips instead of 19, a hand-out of a new item 5 instead of
  12 (decision 0028). Such writes are about different rows: none sees what another one does.
- `insert_columns`: rows by the thousand, as imports, rankings and machine labels have them, by COPY
  on PostgreSQL. What all rows share is bound once. Nothing fills in defaults.
- `execute_driver`: the few statements whose thousands of values cost more to bind than to look up.
  SQL with `?` for each value, on either database.
- `keep_plans`, once an engine: what PostgreSQL has planned outlives a rollback. Before, each read
  ended by having all plans made anew; a hand-out's takes 1.2 ms (decision 0028).
- `uow.memory[KIND]`: what a process remembers between transactions, such as where a ranking begins
  to be used. A wrong memory may cost time, and nothing else.

Everything else uses `query` and `execute` as usual: what isn't part of each answer, hand-out or
imported row gains nothing here.

`Database(url, plain=True)` does all of it by SQLAlchemy's ordinary ways (`plain`), without memory,
to compare with: tests/db/test_plain_path.py. What rests on the insides of libraries is in
`sqlalchemy_internals` and `psycopg_internals`.
"""

from service.db.hot.bulk_insert import insert_columns, insert_few, write_few
from service.db.hot.prepared import Prepared
from service.db.hot.rows import StatementRows
from service.db.hot.write_behind import prepare_later, write_later

__all__ = [
    "Prepared",
    "StatementRows",
    "insert_columns",
    "insert_few",
    "prepare_later",
    "write_few",
    "write_later",
]
