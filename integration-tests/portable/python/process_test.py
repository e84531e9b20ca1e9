"""Workers that are processes of their own, started by the runner: how they come up, how many there are, how they fail."""

import json
import os
import pathlib
import sys
import time

import apache_beam as beam
import pytest
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.testing.util import assert_that
from apache_beam.testing.util import equal_to

WORKER = pathlib.Path(__file__).with_name('process_worker.py')


def script(tmp_path, *lines):
  path = tmp_path / 'worker.sh'
  path.write_text('\n'.join(['#!/bin/sh', *lines, '']))
  path.chmod(0o700)
  return path


@pytest.fixture
def worker(tmp_path):
  return script(tmp_path, 'exec "%s" "%s" "$@"' % (sys.executable, WORKER))


@pytest.fixture
def options(server_options):
  def of(command, *more):
    return PipelineOptions([
        *server_options,
        '--environment_type=PROCESS',
        '--environment_config=' + json.dumps({'command': str(command)}),
        *more
    ])

  return of


def test_code_runs_in_another_process(options, worker):
  with beam.Pipeline(options=options(worker)) as p:
    own = p | beam.Create([os.getpid()]) | beam.Map(
        lambda client: __import__('os').getpid() == client)
    assert_that(own, equal_to([False]))


def test_each_slot_has_a_worker(options, worker, tmp_path):
  directory = str(tmp_path)

  def leave_a_trace(element):
    import os
    import pathlib
    pathlib.Path(directory, 'worker-%d' % os.getpid()).touch()
    return element

  with beam.Pipeline(options=options(worker, '--parallelism=2')) as p:
    _ = (
        p
        | beam.Create(range(200))
        | beam.Reshuffle()
        | beam.Map(leave_a_trace))
  assert len(list(tmp_path.glob('worker-*'))) == 2


def test_long_key_of_a_side_input_is_looked_up(options, worker):
  """Workers in processes ask for all keys first, as they know that the runner has them; one is too long for that."""
  size = 100_000
  many = 300
  with beam.Pipeline(options=options(worker)) as p:
    side = (
        p | 'Side' >> beam.Create(range(many + 2))
        | beam.Reshuffle()
        | beam.Map(lambda index: (min(index // many, 1), b'x' * size)))
    lengths = (
        p | beam.Create(range(3)) | 'Read' >> beam.Map(
            lambda key, elements: (key, sum(map(len, elements[key]))),
            beam.pvalue.AsMultiMap(side)))
    assert_that(
        lengths, equal_to([(0, many * size), (1, 2 * size), (2, 0)]))


def test_missing_module_is_in_the_error(options, tmp_path):
  command = script(
      tmp_path, 'exec "%s" -c "import no_such_module"' % sys.executable)
  error = failure(options(command))
  assert "No module named 'no_such_module'" in error
  assert 'It ends before it connects' in error


def test_wrong_interpreter_is_in_the_error(options, tmp_path):
  command = script(tmp_path, 'exec /no/such/python "%s" "$@"' % WORKER)
  assert '/no/such/python' in failure(options(command))


def test_death_in_mid_bundle_is_in_the_error(options, worker):
  def die(element):
    import os
    import sys
    print('these are my last words', file=sys.stderr, flush=True)
    os._exit(42)

  error = failure(options(worker), die)
  assert 'exit code 42' in error
  assert 'these are my last words' in error


def test_failed_element_is_in_the_error(options, worker):
  def fail_at_three(element):
    if element == 'three':
      raise ValueError('not this one')
    return element

  def with_experiments(*experiments):
    return failure(
        options(worker, *experiments), fail_at_three, ['one', 'two', 'three'])

  error = with_experiments('--experiments=enable_always_on_exception_sampling')
  assert 'not this one' in error
  assert 'The element was three, of PCollection' in error
  assert 'The element was' not in with_experiments()


def test_samples_are_logged(options, worker, caplog):
  """The SDK takes one each half a second; they are in the log of the TaskManager, here that of the job server."""

  def dawdle(element):
    import time
    time.sleep(0.1)
    return element, 'dawdled'

  caplog.set_level('INFO')
  with beam.Pipeline(options=options(
      worker, '--experiments=enable_data_sampling')) as p:
    _ = p | beam.Create(range(20)) | 'Dawdle' >> beam.Map(dawdle)

  def sampled():
    return [
        message for message in caplog.messages
        if 'Sample of PCollection' in message and 'dawdled' in message
    ]

  deadline = time.monotonic() + 60
  while not sampled() and time.monotonic() < deadline:
    time.sleep(0.1)
  assert sampled(), caplog.messages
  assert all("put out by 'Dawdle'" in message for message in sampled())


def failure(options, function=str, elements=('a', )):
  with pytest.raises(RuntimeError) as raised:
    with beam.Pipeline(options=options) as p:
      _ = p | beam.Create(elements) | beam.Map(function)
  return str(raised.value)
