"""Reads a Kafka topic and groups its records in SQL: two transforms of Java in a pipeline of Python."""

import argparse
from typing import NamedTuple

import apache_beam as beam
from apache_beam.io.kafka import ReadFromKafka
from apache_beam.options.pipeline_options import PipelineOptions
from apache_beam.transforms.sql import SqlTransform


class Sale(NamedTuple):
  """A row, as SQL sees it."""
  product: str
  cents: int


beam.coders.registry.register_coder(Sale, beam.coders.RowCoder)


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument('--bootstrap_servers', required=True)
  parser.add_argument('--sales', required=True, help='topic to read: key is the product, value the price in cents')
  parser.add_argument('--records', type=int, required=True, help='how many records to read')
  parser.add_argument('--output', required=True)
  parser.add_argument('--expansion_service', default='localhost:8097')
  arguments, others = parser.parse_known_args()
  with beam.Pipeline(options=PipelineOptions(others)) as p:
    _ = (
        p
        | 'Read' >> ReadFromKafka(
            {
                'bootstrap.servers': arguments.bootstrap_servers,
                'auto.offset.reset': 'earliest'
            },
            [arguments.sales],
            max_num_records=arguments.records,
            expansion_service=arguments.expansion_service)
        | 'Rows' >> beam.MapTuple(lambda key, value: Sale(key.decode(), int(value)))
        .with_output_types(Sale)
        | 'Sum' >> SqlTransform(
            'SELECT product, SUM(cents) AS total FROM PCOLLECTION GROUP BY product',
            expansion_service=arguments.expansion_service)
        | 'Lines' >> beam.Map(lambda row: '%s %d' % (row.product, row.total))
        | 'Write' >> beam.io.WriteToText(arguments.output))


if __name__ == '__main__':
  main()
