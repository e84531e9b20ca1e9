"""A transform for pipelines of other languages: python -m apache_beam.runners.portability.expansion_service_main finds it by its name."""

import apache_beam as beam


class Greet(beam.PTransform):
  """Puts a word in front of names, which it begins with capitals."""

  def __init__(self, word):
    super().__init__()
    self._word = word

  def expand(self, names):
    return names | beam.Map(
        lambda name: '%s, %s' % (self._word, name.title())).with_output_types(str)
