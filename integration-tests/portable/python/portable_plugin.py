"""What the suites of the Python SDK expect of pytest, and a list of tests to leave out."""

import argparse
import pathlib
import shlex

import pytest


def pytest_addoption(parser):
  # The SDK's conftest.py has this option; it is not in the SDK's wheel.
  parser.addoption('--test-pipeline-options', default='')
  parser.addoption(
      '--exclusions', help='file with the tests to leave out: name, then the reason')


def pytest_configure(config):
  from apache_beam.testing.test_pipeline import TestPipeline
  TestPipeline.pytest_test_pipeline_options = config.getoption(
      'test_pipeline_options')


def pytest_collection_modifyitems(config, items):
  path = config.getoption('exclusions')
  if not path:
    return
  lines = pathlib.Path(path).read_text().splitlines()
  excluded = {
      line.split()[0]
      for line in lines if line.strip() and not line.startswith('#')
  }
  unknown = excluded - {item.name for item in items}
  if unknown and not config.getoption('keyword'):
    raise ValueError('Exclusions name tests that do not exist: %s' % unknown)
  config.hook.pytest_deselected(
      items=[item for item in items if item.name in excluded])
  items[:] = [item for item in items if item.name not in excluded]


@pytest.fixture
def server_options(request):
  """The options by which the SDK starts our job server."""
  parser = argparse.ArgumentParser()
  parser.add_argument('--flink_job_server_jar')
  parser.add_argument('--environment_type')
  jar = parser.parse_args(
      shlex.split(request.config.option.test_pipeline_options)
  ).flink_job_server_jar
  return ['--runner=FlinkRunner', '--flink_job_server_jar=' + jar]
