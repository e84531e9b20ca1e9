"""Side inputs, state and groups of more bytes than the runner sends at once."""

import apache_beam as beam
import pytest
from apache_beam.coders import BytesCoder
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.testing.util import assert_that
from apache_beam.testing.util import equal_to
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import BagStateSpec
from apache_beam.transforms.userstate import TimerSpec
from apache_beam.transforms.userstate import on_timer
from apache_beam.transforms.window import GlobalWindow

ELEMENTS = 30_000


def element(index):
  # Odd lengths, so that no power of two is a multiple of them
  return b'%d' % index + b'x' * 100


@pytest.fixture(params=[False, True], ids=['batch', 'streaming'])
def options(request, server_options):
  streaming = ['--streaming'] if request.param else []
  return PipelineOptions([*server_options, *streaming])


def test_side_input_is_read_as_a_whole(options):
  with beam.Pipeline(options=options) as pipeline:
    side = (
        pipeline | 'Side' >> beam.Create(range(ELEMENTS))
        | beam.Map(element))
    lengths = (
        pipeline | beam.Create([0]) | 'Read' >> beam.Map(
            lambda _, elements: (len(elements), len(set(elements)),
                                 all(e.endswith(b'xx') for e in elements)),
            beam.pvalue.AsList(side)))
    assert_that(lengths, equal_to([(ELEMENTS, ELEMENTS, True)]))


def test_side_input_is_read_by_key(options):
  with beam.Pipeline(options=options) as pipeline:
    side = (
        pipeline | 'Side' >> beam.Create(range(ELEMENTS))
        | beam.Map(lambda index: (index % 3, element(index))))
    lengths = (
        pipeline | beam.Create(range(4)) | 'Read' >> beam.Map(
            lambda key, elements: (key, len(set(elements[key]))),
            beam.pvalue.AsMultiMap(side)))
    third = ELEMENTS // 3
    assert_that(
        lengths, equal_to([(0, third), (1, third), (2, third), (3, 0)]))


def test_group_is_read_twice(options):
  with beam.Pipeline(options=options) as pipeline:
    counts = (
        pipeline | beam.Create(range(ELEMENTS))
        | beam.Map(lambda index: ('key', element(index)))
        | beam.GroupByKey()
        | beam.MapTuple(
            lambda _, values: (sum(1 for _ in values), len(set(values)))))
    assert_that(counts, equal_to([(ELEMENTS, ELEMENTS)]))


class CountInState(beam.DoFn):
  ALL = BagStateSpec('all', BytesCoder())
  END = TimerSpec('end', TimeDomain.WATERMARK)

  def process(
      self,
      pair,
      seen=beam.DoFn.StateParam(ALL),
      end=beam.DoFn.TimerParam(END)):
    for index in range(ELEMENTS):
      seen.add(element(index))
    end.set(GlobalWindow().max_timestamp())

  # In a later bundle, so that the SDK has to ask
  @on_timer(END)
  def count(self, seen=beam.DoFn.StateParam(ALL)):
    yield len(set(seen.read()))


def test_state_is_read(options):
  with beam.Pipeline(options=options) as pipeline:
    counts = (
        pipeline | beam.Create([('key', 1)]) | beam.ParDo(CountInState()))
    assert_that(counts, equal_to([ELEMENTS]))
