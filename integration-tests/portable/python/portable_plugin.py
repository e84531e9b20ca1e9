"""What the suites of the Python SDK expect of pytest, and lists of tests to leave out and to run alone."""

import argparse
import email
import os
import pathlib
import shlex
import zipfile

import pytest

_MAIN_CLASS = 'dev.beamflink.portable.JobServerWithSql'


def pytest_addoption(parser):
  # The SDK's conftest.py has this option; it is not in the SDK's wheel.
  parser.addoption('--test-pipeline-options', default='')
  parser.addoption(
      '--exclusions', help='file with the tests to leave out: name or Class::name, then the reason')
  parser.addoption('--only', help='file with the tests to run, one a line; others are left out')
  parser.addoption(
      '--every-pipeline',
      action='store_true',
      help='runs a TestPipeline by --test-pipeline-options even if its test gives a runner or options')
  parser.addoption(
      '--java-transforms',
      help='directory of jars that the job server has beside its own, for transforms of Java')


def pytest_configure(config):
  from apache_beam.testing.test_pipeline import TestPipeline
  TestPipeline.pytest_test_pipeline_options = config.getoption(
      'test_pipeline_options')
  jars = config.getoption('java_transforms')
  if jars:
    _add_to_class_path(jars)
  if config.getoption('every_pipeline'):
    _run_every_pipeline(TestPipeline)


def _add_to_class_path(directory):
  """Has the SDK's suite start the job server with more jars than its own."""
  from apache_beam.runners.portability.flink_runner_test import FlinkRunnerTest
  start_of_jar = FlinkRunnerTest._subprocess_command.__func__

  def start_of_class_path(cls, job_port, expansion_port):
    command = start_of_jar(cls, job_port, expansion_port)
    place = command.index('-jar')
    command[place:place + 2] = server_with(directory, command[place + 1])
    return command

  FlinkRunnerTest._subprocess_command = classmethod(start_of_class_path)


def server_with(directory, jar):
  """What follows `java` to start the job server with the jars of a directory beside its own."""
  with zipfile.ZipFile(jar) as entries:
    manifest = entries.read('META-INF/MANIFEST.MF').decode()
  attributes = email.message_from_string(manifest.replace('\r\n', '\n').replace('\n ', ''))
  opens = ['--add-opens=%s=ALL-UNNAMED' % name for name in attributes['Add-Opens'].split()]
  class_path = os.pathsep.join([jar, os.path.join(directory, '*')])
  return [*opens, '-cp', class_path, _MAIN_CLASS]


def _run_every_pipeline(test_pipeline):
  """Gives pipelines that name a runner, or options, ours beside theirs."""
  from apache_beam.options.pipeline_options import PipelineOptions
  construct = test_pipeline.__init__

  def construct_for_ours(self, runner=None, options=None, **others):
    ours = test_pipeline.get_options_list(argv=[])
    theirs = options.get_all_options(drop_default=True) if options else {}
    construct(self, options=PipelineOptions(ours, **theirs), **others)

  test_pipeline.__init__ = construct_for_ours


def pytest_collection_modifyitems(config, items):
  excluded = _listed(config, 'exclusions', items)
  only = _listed(config, 'only', items)
  left_out = [
      item for item in items
      if _names(item) & excluded or (only and not _names(item) & only)
  ]
  config.hook.pytest_deselected(items=left_out)
  items[:] = [item for item in items if item not in left_out]


def _listed(config, option, items):
  """The names in a file, if there is one; each has to be that of a test."""
  path = config.getoption(option)
  if not path:
    return set()
  lines = pathlib.Path(path).read_text().splitlines()
  listed = {
      line.split()[0]
      for line in lines if line.strip() and not line.startswith('#')
  }
  unknown = listed - {name for item in items for name in _names(item)}
  if unknown and not config.getoption('keyword'):
    raise ValueError('%s names tests that do not exist: %s' % (path, unknown))
  return listed


def _names(item):
  return {item.name, '%s::%s' % (item.parent.name, item.name)}


@pytest.fixture(scope='session')
def server_jar(request):
  """The job server's jar."""
  parser = argparse.ArgumentParser()
  parser.add_argument('--flink_job_server_jar')
  parser.add_argument('--environment_type')
  return parser.parse_args(
      shlex.split(request.config.option.test_pipeline_options)
  ).flink_job_server_jar


@pytest.fixture
def server_options(server_jar):
  """The options by which the SDK starts our job server."""
  return ['--runner=FlinkRunner', '--flink_job_server_jar=' + server_jar]
