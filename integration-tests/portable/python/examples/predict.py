"""Trains a model on the spot and lets RunInference predict with it, with scikit-learn or with PyTorch (--torch)."""

import argparse
import pickle

import apache_beam as beam
import numpy
from apache_beam.ml.inference.base import KeyedModelHandler
from apache_beam.ml.inference.base import RunInference
from apache_beam.options.pipeline_options import PipelineOptions


def trained_with_sklearn(path):
  """A classifier of what is above and below the diagonal."""
  from apache_beam.ml.inference.sklearn_inference import SklearnModelHandlerNumpy
  from sklearn.linear_model import LogisticRegression
  random = numpy.random.default_rng(7)
  points = random.uniform(0, 10, (200, 2))
  model = LogisticRegression().fit(points, points[:, 1] > points[:, 0])
  with open(path, 'wb') as file:
    pickle.dump(model, file)
  return SklearnModelHandlerNumpy(model_uri=path), numpy.array


def trained_with_torch(path):
  """The same, by gradient descent. PyTorch is a package of hundreds of megabytes: no test installs it."""
  import torch
  from apache_beam.ml.inference.pytorch_inference import PytorchModelHandlerTensor

  class Line(torch.nn.Module):
    def __init__(self):
      super().__init__()
      self.linear = torch.nn.Linear(2, 1)

    def forward(self, points):
      return self.linear(points).flatten()

  torch.manual_seed(7)
  points = torch.rand(200, 2) * 10
  above = (points[:, 1] > points[:, 0]).float()
  model = Line()
  optimizer = torch.optim.Adam(model.parameters(), lr=0.1)
  for _ in range(300):
    optimizer.zero_grad()
    torch.nn.functional.binary_cross_entropy_with_logits(model(points), above).backward()
    optimizer.step()
  torch.save(model.state_dict(), path)
  handler = PytorchModelHandlerTensor(
      state_dict_path=path, model_class=Line, model_params={})
  return handler, torch.tensor


def main():
  parser = argparse.ArgumentParser(description=__doc__)
  parser.add_argument('--model', required=True, help='where to write the model; workers read it from there')
  parser.add_argument('--output', required=True)
  parser.add_argument('--torch', action='store_true')
  arguments, others = parser.parse_known_args()
  handler, vector = (
      trained_with_torch if arguments.torch else trained_with_sklearn)(
          arguments.model)
  with beam.Pipeline(options=PipelineOptions(others)) as p:
    _ = (
        p
        | beam.Create([('a', (1.0, 9.0)), ('b', (9.0, 1.0)), ('c', (2.0, 3.5))])
        | 'Vectors' >> beam.MapTuple(lambda name, point: (name, vector(point)))
        | 'Predict' >> RunInference(KeyedModelHandler(handler))
        | 'Format' >> beam.MapTuple(
            lambda name, result: '%s %s' %
            (name, 'above' if result.inference > 0 else 'below'))
        | 'Write' >> beam.io.WriteToText(arguments.output))


if __name__ == '__main__':
  main()
