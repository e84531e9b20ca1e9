"""Counts the words of a Kafka topic per window, each record once, and writes the counts to another topic.

Records have the word as value and an id as key. A producer that sends again what it is not sure to have sent does no harm, as
records with an id that its window has seen are left out.
"""

import argparse

import apache_beam as beam
from apache_beam.coders import StrUtf8Coder
from apache_beam.coders import VarIntCoder
from apache_beam.io.kafka import ReadFromKafka
from apache_beam.io.kafka import WriteToKafka
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.transforms.combiners import CountCombineFn
from apache_beam.transforms.timeutil import TimeDomain
from apache_beam.transforms.userstate import CombiningValueStateSpec
from apache_beam.transforms.userstate import SetStateSpec
from apache_beam.transforms.userstate import TimerSpec
from apache_beam.transforms.userstate import on_timer
from apache_beam.transforms.window import FixedWindows


class CountOnceFn(beam.DoFn):
  """Counts the ids of a word in a window; puts the count out when the window ends."""

  IDS = SetStateSpec('ids', StrUtf8Coder())
  COUNT = CombiningValueStateSpec('count', VarIntCoder(), CountCombineFn())
  END = TimerSpec('end', TimeDomain.WATERMARK)

  def process(
      self,
      element,
      window=beam.DoFn.WindowParam,
      ids=beam.DoFn.StateParam(IDS),
      count=beam.DoFn.StateParam(COUNT),
      end=beam.DoFn.TimerParam(END)):
    _, record = element
    if record not in set(ids.read()):
      ids.add(record)
      count.add(1)
      end.set(window.max_timestamp())  # when it is over, its state is gone

  @on_timer(END)
  def window_has_ended(
      self,
      word=beam.DoFn.KeyParam,
      window=beam.DoFn.WindowParam,
      count=beam.DoFn.StateParam(COUNT)):
    yield word, '%d %d' % (window.start.micros // 1_000_000, count.read())


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument('--bootstrap_servers', required=True)
  parser.add_argument('--words', required=True, help='topic to read')
  parser.add_argument('--counts', required=True, help='topic to write: key is the word, value the start of the window and the count')
  parser.add_argument('--window_seconds', type=int, default=60)
  parser.add_argument('--expansion_service', default='localhost:8097')
  arguments, others = parser.parse_known_args()
  servers = {'bootstrap.servers': arguments.bootstrap_servers}
  with beam.Pipeline(options=PipelineOptions(others, streaming=True)) as p:
    _ = (
        p
        | 'Read' >> ReadFromKafka(
            {**servers, 'auto.offset.reset': 'earliest'},
            [arguments.words],
            timestamp_policy=ReadFromKafka.create_time_policy,
            expansion_service=arguments.expansion_service)
        | 'Words' >> beam.MapTuple(lambda key, value: (value.decode(), key.decode()))
        .with_output_types(tuple[str, str])
        | 'Windows' >> beam.WindowInto(FixedWindows(arguments.window_seconds))
        | 'Count' >> beam.ParDo(CountOnceFn())
        | 'Records' >> beam.MapTuple(lambda word, count: (word.encode(), count.encode()))
        .with_output_types(tuple[bytes, bytes])
        | 'Write' >> WriteToKafka(
            servers,
            arguments.counts,
            expansion_service=arguments.expansion_service))


if __name__ == '__main__':
  main()
