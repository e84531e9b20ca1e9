"""The SDK's cache for state, which is off by default: what is in it stays valid."""

import apache_beam as beam
import pytest
from apache_beam.coders import VarIntCoder
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.runners.worker import sdk_worker
from apache_beam.testing.util import assert_that
from apache_beam.testing.util import equal_to
from apache_beam.transforms.userstate import BagStateSpec

ELEMENTS = 50


@pytest.fixture
def options(server_options):
  # Workers in this process; a bundle for each element
  return PipelineOptions([
      *server_options, '--streaming', '--parallelism=1', '--max_bundle_size=1',
      '--max_cache_memory_usage_mb=100'
  ])


@pytest.fixture
def reads(monkeypatch):
  """The kinds of state that were read from the runner."""
  kinds = []
  get_raw = sdk_worker.GrpcStateHandler.get_raw

  def noted(self, state_key, continuation_token=None):
    kinds.append(state_key.WhichOneof('type'))
    return get_raw(self, state_key, continuation_token)

  monkeypatch.setattr(sdk_worker.GrpcStateHandler, 'get_raw', noted)
  return kinds


class SumSoFar(beam.DoFn):
  SEEN = BagStateSpec('seen', VarIntCoder())

  def process(self, pair, seen=beam.DoFn.StateParam(SEEN)):
    seen.add(pair[1])
    yield len(list(seen.read()))


def test_state_is_read_once(options, reads):
  with beam.Pipeline(options=options) as pipeline:
    counts = (
        pipeline | beam.Create([('key', i) for i in range(ELEMENTS)])
        | beam.Reshuffle()
        | beam.ParDo(SumSoFar()))
    assert_that(counts, equal_to(list(range(1, ELEMENTS + 1))))
  assert reads.count('bag_user_state') == 1
