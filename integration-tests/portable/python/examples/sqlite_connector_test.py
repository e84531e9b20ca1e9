"""A connector of one's own: its source is split, and goes on from a checkpoint; its sink has each row once."""

import sqlite_connector as example
import pytest
from conftest import wait_for


@pytest.fixture
def source(tmp_path):
  path = str(tmp_path / 'source.db')
  example.UpsertFn(path).setup()
  return path


def add(database, first, last):
  with example.connection(database) as opened:
    opened.executemany(
        'INSERT INTO messages VALUES (?, ?)',
        [(row, 'message %d' % row) for row in range(first, last + 1)])


def rows(database):
  return list(example.rows_from(database, 0))


def test_a_table_is_read_in_ranges(run_example, source, tmp_path):
  target = str(tmp_path / 'target.db')
  add(source, 1, 10_000)
  output = run_example(
      'sqlite_connector.py', '--source=' + source, '--target=' + target, '--parallelism=2')
  assert rows(target) == rows(source)
  ranges = int(output.split('Read in ')[1].split()[0])
  assert ranges >= 10, output


def test_following_goes_on_from_a_checkpoint(start_example, source, tmp_path):
  target = str(tmp_path / 'target.db')
  example.UpsertFn(target).setup()
  add(source, 1, 1000)
  running = start_example(
      'sqlite_connector.py',
      '--source=' + source,
      '--target=' + target,
      '--follow',
      '--fail_once_at=1500',
      '--checkpointing_interval=500',
      '--number_of_execution_retries=1')

  def have_arrived(count):
    def condition():
      running.ensure_running()
      return len(rows(target)) == count

    wait_for(condition, running.output)

  have_arrived(1000)
  wait_for(lambda: acknowledged(source) == 1000, running.output)
  add(source, 1001, 2000)
  have_arrived(2000)
  assert rows(target) == rows(source)
  after_failure = running.output().split('Failing once')[-1]
  starts = [
      int(line.split()[0])
      for line in after_failure.split('Reading from row ')[1:]
  ]
  assert starts[0] == 1001, starts


def acknowledged(database):
  with example.connection(database) as opened:
    table = opened.execute("SELECT 1 FROM sqlite_master WHERE name = 'done'")
    if not table.fetchone():
      return 0
    return opened.execute('SELECT MAX(id) FROM done').fetchone()[0]
