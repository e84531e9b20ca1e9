"""Code that needs packages which only the worker has: from an index, from a directory, and from a file.

    --requirements_file=dependencies/requirements.txt
    --setup_file=dependencies/greetings/setup.py
    --extra_package=shouting-1.0-py3-none-any.whl    (made by: pip wheel dependencies/shouting)
"""

import argparse

import apache_beam as beam
from apache_beam.options.pipeline_options import PipelineOptions


def greet(name):
  # In the function: there is no need for them where the pipeline is built
  import greetings
  import inflection
  import shouting
  return shouting.shout(greetings.hello(inflection.titleize(name)))


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument('--output', required=True)
  arguments, others = parser.parse_known_args()
  with beam.Pipeline(options=PipelineOptions(others)) as p:
    _ = (
        p
        | beam.Create(['ada_lovelace', 'grace_hopper'])
        | 'Greet' >> beam.Map(greet)
        | 'Write' >> beam.io.WriteToText(arguments.output))


if __name__ == '__main__':
  main()
