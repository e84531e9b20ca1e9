"""Totals of a price list, with type hints, and two mistakes that they find."""

import argparse

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions


@beam.typehints.with_input_types(str)
@beam.typehints.with_output_types(tuple[str, float])
class ParseFn(beam.DoFn):
  """Lines of product and price."""

  def process(self, line):
    product, price = line.split()
    yield product, float(price)


@beam.typehints.with_input_types(str)
@beam.typehints.with_output_types(tuple[str, float])
class ForgetfulParseFn(beam.DoFn):
  """Says that it makes prices, and makes strings."""

  def process(self, line):
    product, price = line.split()
    yield product, price


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument('--output', required=True)
  parser.add_argument(
      '--mistake',
      choices=['steps', 'code'],
      help='steps: one takes what the one before it does not make, by their hints. '
      'code: one makes what its hints do not say; found with --runtime_type_check')
  arguments, others = parser.parse_known_args()
  parse = ForgetfulParseFn() if arguments.mistake == 'code' else ParseFn()
  with beam.Pipeline(options=PipelineOptions(others)) as p:
    lines = p | beam.Create(['tea 2.50', 'milk 1.20', 'tea 2.70'])
    if arguments.mistake == 'steps':
      lines = lines | 'Lengths' >> beam.Map(len).with_output_types(int)
    _ = (
        lines
        | 'Parse' >> beam.ParDo(parse)
        | 'Dearest' >> beam.CombinePerKey(max)
        | 'Format' >> beam.MapTuple(lambda product, price: '%s %s' % (product, price))
        | 'Write' >> beam.io.WriteToText(arguments.output))


if __name__ == '__main__':
  main()
