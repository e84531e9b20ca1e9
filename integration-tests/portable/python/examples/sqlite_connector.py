"""A connector of one's own, for SQLite: a source that is read in parts or follows what is added, and a sink.

Copies the rows of one database to another. With --follow it goes on for ever: rows that are added are copied too.
"""

import argparse
import contextlib
import logging
import pathlib
import sqlite3

import apache_beam as beam
from apache_beam.io.restriction_trackers import OffsetRange
from apache_beam.io.restriction_trackers import OffsetRestrictionTracker
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.utils.timestamp import Duration

_LAST_ROW = 2**62


class ReadRows(beam.PTransform):
  """Reads pairs of row id and text of the table `messages`."""

  def __init__(self, database, follow=False):
    super().__init__()
    self._database = database
    self._read = FollowFn() if follow else ReadFn()

  def expand(self, pbegin):
    return pbegin | beam.Create([self._database]) | 'Read' >> beam.ParDo(self._read)


class WriteRows(beam.PTransform):
  """Writes pairs of row id and text. A row that is written again, after a failure, replaces itself."""

  def __init__(self, database):
    super().__init__()
    self._database = database

  def expand(self, rows):
    return rows | 'Write' >> beam.ParDo(UpsertFn(self._database))


class RowsOfNow(beam.RestrictionProvider):
  """The rows that there are, in ranges that can be read in parallel."""

  def initial_restriction(self, database):
    (last, ), = select(database, 'SELECT COALESCE(MAX(id), 0) FROM messages')
    return OffsetRange(1, last + 1)

  def split(self, database, restriction):
    return restriction.split(desired_num_offsets_per_split=1000)

  def create_tracker(self, restriction):
    return OffsetRestrictionTracker(restriction)

  def restriction_size(self, database, restriction):
    return restriction.size()


class ReadFn(beam.DoFn):
  """Splittable: reads a range of rows, whose rest can be given to others at any time."""

  def __init__(self):
    self._ranges = beam.metrics.Metrics.counter('sqlite', 'ranges')

  def process(
      self, database, tracker=beam.DoFn.RestrictionParam(RowsOfNow())):
    self._ranges.inc()
    for row in rows_from(database, tracker.current_restriction().start):
      if not tracker.try_claim(row[0]):
        return
      yield row
    # There may be no row up to the end of the range
    tracker.try_claim(tracker.current_restriction().stop)


class EndlessTracker(OffsetRestrictionTracker):
  """Of rows that will be there some time: there is no half of them to give away, but always the rest."""

  def is_bounded(self):
    return False

  def try_split(self, fraction_of_remainder):
    return super().try_split(0)


class AllRows(RowsOfNow):
  """The rows that there are and will be."""

  def initial_restriction(self, database):
    return OffsetRange(1, _LAST_ROW)

  def split(self, database, restriction):
    return [restriction]

  def create_tracker(self, restriction):
    return EndlessTracker(restriction)

  def restriction_size(self, database, restriction):
    (rows, ), = select(
        database, 'SELECT COUNT(*) FROM messages WHERE id >= ?', restriction.start)
    return rows


class FollowFn(beam.DoFn):
  """Splittable and endless: reads what is there, and asks to be called again. Says in the database what it will not read again."""

  @beam.DoFn.unbounded_per_element()
  def process(
      self,
      database,
      finalizer=beam.DoFn.BundleFinalizerParam,
      tracker=beam.DoFn.RestrictionParam(AllRows())):  # the SDK wants it last
    last = tracker.current_restriction().start - 1
    logging.info('Reading from row %d', last + 1)
    for row in rows_from(database, last + 1):
      if not tracker.try_claim(row[0]):
        break
      last = row[0]
      yield row
    else:
      tracker.defer_remainder(Duration(seconds=1))
    # The runner calls when it has what came of these rows, and where to go on, in a checkpoint
    finalizer.register(lambda: acknowledge(database, last))


class UpsertFn(beam.DoFn):
  """Writes the rows of a bundle together."""

  def __init__(self, database):
    self._database = database

  def setup(self):
    execute(
        self._database,
        'CREATE TABLE IF NOT EXISTS messages (id INTEGER PRIMARY KEY, text TEXT)')

  def start_bundle(self):
    self._rows = []

  def process(self, row):
    self._rows.append(row)

  def finish_bundle(self):
    with connection(self._database) as database:
      database.executemany('INSERT OR REPLACE INTO messages VALUES (?, ?)', self._rows)


def rows_from(database, row):
  yield from select(
      database, 'SELECT id, text FROM messages WHERE id >= ? ORDER BY id', row)


def acknowledge(database, row):
  execute(database, 'CREATE TABLE IF NOT EXISTS done (id INTEGER PRIMARY KEY)')
  execute(database, 'INSERT OR IGNORE INTO done VALUES (?)', row)


def select(database, query, *arguments):
  with connection(database) as opened:
    yield from opened.execute(query, arguments)


def execute(database, statement, *arguments):
  with connection(database) as opened:
    opened.execute(statement, arguments)


@contextlib.contextmanager
def connection(database):
  with contextlib.closing(sqlite3.connect(database, timeout=60)) as opened:
    with opened:
      yield opened


def fail_once(row, at, marker):
  """Shows that nothing is lost or read anew from the start."""
  if row[0] == at and not marker.exists():
    marker.touch()
    raise RuntimeError('Failing once, at row %d' % at)
  return row


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument('--source', required=True)
  parser.add_argument('--target', required=True)
  parser.add_argument('--follow', action='store_true')
  parser.add_argument('--fail_once_at', type=int, help='a row')
  arguments, others = parser.parse_known_args()
  logging.getLogger().setLevel(logging.INFO)
  p = beam.Pipeline(options=PipelineOptions(others, streaming=arguments.follow))
  rows = p | ReadRows(arguments.source, arguments.follow)
  if arguments.fail_once_at:
    rows = rows | 'Fail once' >> beam.Map(
        fail_once,
        arguments.fail_once_at,
        pathlib.Path(arguments.target + '.failed'))
  _ = rows | WriteRows(arguments.target)
  result = p.run()
  result.wait_until_finish()
  ranges, = result.metrics().query(
      beam.metrics.MetricsFilter().with_name('ranges'))['counters']
  print('Read in %d ranges' % ranges.committed)


if __name__ == '__main__':
  main()
