"""The first things a user of the Python SDK tries, against the job server."""

import collections
import re

import apache_beam as beam
import pytest
from apache_beam.coders import VarIntCoder
from apache_beam.coders.coders import IntervalWindowCoder
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.testing.util import assert_that
from apache_beam.testing.util import equal_to
from apache_beam.transforms import trigger
from apache_beam.transforms import window
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import BagStateSpec
from apache_beam.transforms.userstate import CombiningValueStateSpec
from apache_beam.transforms.userstate import TimerSpec
from apache_beam.transforms.userstate import on_timer


@pytest.fixture
def options(server_options):
  # As users write it: the SDK starts the job server, and workers in this process.
  return [*server_options, '--parallelism=2']


def test_elements_go_through_functions(options):
  with beam.Pipeline(options=PipelineOptions(options)) as p:
    greetings = (
        p
        | beam.Create(['Ada', 'Grace'])
        | beam.Map(lambda name: 'Hello, %s!' % name))
    assert_that(greetings, equal_to(['Hello, Ada!', 'Hello, Grace!']))


def test_word_count_of_a_file(options, tmp_path):
  text = tmp_path / 'text.txt'
  text.write_text('to be or not to be\nthat is the question\n' * 100)
  with beam.Pipeline(options=PipelineOptions(options)) as p:
    _ = (
        p
        | beam.io.ReadFromText(str(text))
        | beam.FlatMap(lambda line: re.findall(r'\w+', line))
        | beam.combiners.Count.PerElement()
        | beam.MapTuple(lambda word, count: '%s: %d' % (word, count))
        | beam.io.WriteToText(str(tmp_path / 'counts')))
  lines = [
      line for file in tmp_path.glob('counts*')
      for line in file.read_text().splitlines()
  ]
  expected = collections.Counter(text.read_text().split())
  assert sorted(lines) == sorted(
      '%s: %d' % count for count in expected.items())


def test_windows_are_grouped_apart(options):
  with beam.Pipeline(options=PipelineOptions(options)) as p:
    sums = (
        p
        | beam.Create([('a', 1), ('a', 9), ('b', 2), ('a', 11)])
        | beam.Map(lambda pair: window.TimestampedValue(pair, pair[1]))
        | beam.WindowInto(window.FixedWindows(10))
        | beam.CombinePerKey(sum))
    assert_that(sums, equal_to([('a', 10), ('b', 2), ('a', 11)]))


@pytest.mark.parametrize('streaming', [False, True])
def test_timer_at_the_exclusive_end_of_a_window_finds_its_state(
    options, streaming):
  mode = ['--streaming'] if streaming else []
  with beam.Pipeline(options=PipelineOptions([*options, *mode])) as p:
    sums = (
        p
        | beam.Create([1, 2, 11])
        | beam.Map(lambda second: window.TimestampedValue(('a', second), second))
        | beam.WindowInto(window.FixedWindows(10))
        | beam.ParDo(SumAtEnd()))
    assert_that(sums, equal_to([3, 11]))


class SumAtEnd(beam.DoFn):
  """Emits the sum of a window from a timer, as the SDK's documentation sets it."""

  SEEN = BagStateSpec('seen', VarIntCoder())
  END = TimerSpec('end', TimeDomain.WATERMARK)

  def process(
      self,
      element,
      window=beam.DoFn.WindowParam,
      seen=beam.DoFn.StateParam(SEEN),
      end=beam.DoFn.TimerParam(END)):
    seen.add(element[1])
    end.set(window.end)

  @on_timer(END)
  def emit(self, seen=beam.DoFn.StateParam(SEEN)):
    yield sum(seen.read())


def test_counters_are_committed(options):
  class CountFn(beam.DoFn):
    def __init__(self):
      self.seen = beam.metrics.Metrics.counter('test', 'seen')

    def process(self, element):
      self.seen.inc()

  p = beam.Pipeline(options=PipelineOptions(options))
  _ = p | beam.Create(range(10)) | 'Count' >> beam.ParDo(CountFn())
  result = p.run()
  result.wait_until_finish()
  counter, = result.metrics().query(
      beam.metrics.MetricsFilter().with_name('seen'))['counters']
  assert counter.committed == 10
  assert 'Count' in counter.key.step


def test_failure_has_the_traceback_of_user_code(options):
  def fail(element):
    raise ValueError('no such thing as %s' % element)

  with pytest.raises(RuntimeError, match='(?s)in fail.*no such thing as a') as e:
    with beam.Pipeline(options=PipelineOptions(options)) as p:
      _ = p | beam.Create(['a']) | 'Fail' >> beam.Map(fail)
  assert 'Fail' in str(e.value)

class Color(window.BoundedWindow):
  """A window of the user's making, which only this SDK can read."""

  def __init__(self, name, end):
    super().__init__(end)
    self.name = name

  def __eq__(self, other):
    return type(self) == type(other) and (self.name, self.end) == (
        other.name, other.end)

  def __hash__(self):
    return hash((self.name, self.end))


class Colors(window.NonMergingWindowFn):

  def assign(self, context):
    second = int(context.timestamp)
    return [Color('red' if second % 2 else 'black', 10 * (second // 10 + 1))]

  def get_window_coder(self):
    return ColorCoder()


class ColorCoder(beam.coders.Coder):

  def encode(self, color):
    return ('%d %s' % (color.end, color.name)).encode()

  def decode(self, encoded):
    end, name = encoded.decode().split()
    return Color(name, int(end))

  def is_deterministic(self):
    return True


class CountSoFar(beam.DoFn):
  SEEN = CombiningValueStateSpec('seen', sum)

  def process(
      self,
      pair,
      seen=beam.DoFn.StateParam(SEEN),
      window=beam.DoFn.WindowParam):
    seen.add(1)
    yield window.name, int(window.end), seen.read()


@pytest.mark.parametrize('streaming', [False, True])
def test_state_in_windows_of_the_users_making(options, streaming):
  mode = ['--streaming'] if streaming else []
  with beam.Pipeline(options=PipelineOptions([*options, *mode])) as p:
    counts = (
        p | beam.Create(range(13))
        | beam.Map(lambda second: window.TimestampedValue(('key', 1), second))
        | beam.WindowInto(Colors())
        | beam.ParDo(CountSoFar()))
    assert_that(
        counts,
        equal_to([('red', 10, n) for n in range(1, 6)] +
                 [('black', 10, n) for n in range(1, 6)] +
                 [('red', 20, 1), ('black', 20, 1), ('black', 20, 2)]))


class LoopInColor(beam.DoFn):
  """Counts the elements of a window, and tells how many from timers in it."""

  SEEN = CombiningValueStateSpec('seen', sum)
  LOOP = TimerSpec('loop', TimeDomain.WATERMARK)
  LAST = TimerSpec('last', TimeDomain.WATERMARK)
  NEVER = TimerSpec('never', TimeDomain.WATERMARK)

  def process(
      self,
      pair,
      window=beam.DoFn.WindowParam,
      seen=beam.DoFn.StateParam(SEEN),
      loop=beam.DoFn.TimerParam(LOOP),
      last=beam.DoFn.TimerParam(LAST),
      never=beam.DoFn.TimerParam(NEVER)):
    seen.add(1)
    loop.set(window.end - 6)
    last.set(window.end, dynamic_timer_tag='at the end')
    last.set(window.max_timestamp(), dynamic_timer_tag='within')
    never.set(window.end - 5)
    never.clear()

  @on_timer(LOOP)
  def again(
      self,
      window=beam.DoFn.WindowParam,
      timestamp=beam.DoFn.TimestampParam,
      seen=beam.DoFn.StateParam(SEEN),
      loop=beam.DoFn.TimerParam(LOOP)):
    yield window.name, int(window.end), int(timestamp), seen.read()
    if timestamp + 3 < window.end:
      loop.set(timestamp + 3)

  @on_timer(LAST)
  def at_end(
      self,
      window=beam.DoFn.WindowParam,
      tag=beam.DoFn.DynamicTimerTagParam,
      seen=beam.DoFn.StateParam(SEEN)):
    yield window.name, int(window.end), tag, seen.read()

  @on_timer(NEVER)
  def cleared(self):
    yield 'cleared'


@pytest.mark.parametrize('streaming', [False, True])
def test_timers_in_windows_of_the_users_making(options, streaming):
  mode = ['--streaming'] if streaming else []
  with beam.Pipeline(options=PipelineOptions([*options, *mode])) as p:
    fired = (
        p | beam.Create(range(13))
        | beam.Map(lambda second: window.TimestampedValue(('key', 1), second))
        | beam.WindowInto(Colors())
        | beam.ParDo(LoopInColor()))
    counts = {('red', 10): 5, ('black', 10): 5, ('red', 20): 1, ('black', 20): 2}
    assert_that(
        fired,
        equal_to([(*color, tag, count) for color, count in counts.items()
                  for tag in ['at the end', 'within']] +
                 [(*color, color[1] - before, count)
                  for color, count in counts.items() for before in [6, 3]]))


class Fives(window.NonMergingWindowFn):

  def assign(self, context):
    return [Color('five', 5 * (int(context.timestamp) // 5 + 1))]

  def get_window_coder(self):
    return ColorCoder()


class IntervalsOfFive(window.NonMergingWindowFn):
  """Windows that the runner can read, of a function that it can't."""

  def assign(self, context):
    start = 5 * (int(context.timestamp) // 5)
    return [window.IntervalWindow(start, start + 5)]

  def get_window_coder(self):
    return IntervalWindowCoder()


def at_their_seconds(numbers, window_fn, **how):
  return (
      beam.Create(numbers)
      | beam.Map(lambda second: window.TimestampedValue(second, second))
      | beam.WindowInto(window_fn, **how))


@pytest.mark.parametrize('streaming', [False, True])
@pytest.mark.parametrize(
    'main_windows, side_windows',
    [(Colors(), Fives()), (Colors(), IntervalsOfFive()),
     (window.FixedWindows(10), Fives())],
    ids=['both opaque', 'into intervals', 'from intervals'])
def test_side_inputs_in_windows_of_the_users_making(
    options, main_windows, side_windows, streaming):
  def read(second, all_of, names, odd, total):
    return second, sorted(all_of), names[9 if second < 10 else 19], sorted(
        odd[True]), total

  mode = ['--streaming'] if streaming else []
  with beam.Pipeline(options=PipelineOptions([*options, *mode])) as p:
    side = p | 'Side' >> at_their_seconds(range(5, 20), side_windows)
    total = side | beam.CombineGlobally(sum).without_defaults()
    results = (
        p | 'Main' >> at_their_seconds(range(13), main_windows)
        | beam.Map(
            read,
            beam.pvalue.AsList(side),
            beam.pvalue.AsDict(
                side | 'Names' >> beam.Map(lambda second: (second, '%ds' % second))),
            beam.pvalue.AsMultiMap(
                side | 'Odd' >> beam.Map(lambda second: (second % 2 == 1, second))),
            beam.pvalue.AsSingleton(total)))
    # A window of the side input belongs to the last moment of the main input's.
    assert_that(
        results,
        equal_to([(second, [5, 6, 7, 8, 9], '9s', [5, 7, 9], 35)
                  for second in range(10)] +
                 [(second, [15, 16, 17, 18, 19], '19s', [15, 17, 19], 85)
                  for second in range(10, 13)]))


class AddUp(beam.DoFn):
  """Adds up a side input and the elements of a window, in a timer at its end."""

  SEEN = CombiningValueStateSpec('seen', sum)
  END = TimerSpec('end', TimeDomain.WATERMARK)

  def process(
      self,
      pair,
      side,
      window=beam.DoFn.WindowParam,
      seen=beam.DoFn.StateParam(SEEN),
      end=beam.DoFn.TimerParam(END)):
    seen.add(pair[1] + sum(side))
    end.set(window.end)

  @on_timer(END)
  def emit(
      self,
      window=beam.DoFn.WindowParam,
      seen=beam.DoFn.StateParam(SEEN)):
    yield window.name, int(window.end), seen.read()


@pytest.mark.parametrize('streaming', [False, True])
def test_state_and_side_inputs_in_windows_of_the_users_making(
    options, streaming):
  mode = ['--streaming'] if streaming else []
  with beam.Pipeline(options=PipelineOptions([*options, *mode])) as p:
    # Each window fires once, if not by its first trigger.
    side = p | 'Side' >> at_their_seconds(
        range(5, 20),
        Fives(),
        trigger=trigger.AfterWatermark(early=trigger.AfterCount(100)),
        accumulation_mode=trigger.AccumulationMode.ACCUMULATING)
    sums = (
        p | 'Main' >> at_their_seconds(range(13), Colors())
        | 'Key' >> beam.Map(lambda second: ('key', second))
        | beam.ParDo(AddUp(), beam.pvalue.AsIter(side)))
    assert_that(
        sums,
        equal_to([('red', 10, 25 + 5 * 35), ('black', 10, 20 + 5 * 35),
                  ('red', 20, 11 + 85), ('black', 20, 22 + 2 * 85)]))


class MergingFives(Fives, window.WindowFn):

  def is_merging(self):
    return True

  def merge(self, merge_context):
    pass


def test_side_inputs_in_merging_windows_of_the_users_making_are_refused(options):
  with pytest.raises(Exception, match='in windows that are merged'):
    with beam.Pipeline(options=PipelineOptions(options)) as p:
      side = p | 'Side' >> at_their_seconds(range(5), MergingFives())
      _ = (
          p | 'Main' >> at_their_seconds(range(5), Colors())
          | beam.Map(
              lambda second, side: second, beam.pvalue.AsList(side)))
