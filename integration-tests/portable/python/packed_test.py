"""Pipelines in jars, on a cluster of processes: uploaded by the SDK, and written by the job server for 'flink run'."""

import json
import os
import pathlib
import subprocess
import sys

import apache_beam as beam
import pytest
import re
from apache_beam.options.pipeline_options import PipelineOptions

HERE = pathlib.Path(__file__).parent
SCRIPTS = HERE.parents[2] / 'scripts'


class Cluster:
  """A session cluster on this machine, on free ports."""
  def __init__(self, directory):
    self._environment = {
        **os.environ,
        'LOCAL_CLUSTER_DIR': str(directory),
        'LOCAL_CLUSTER_REST_PORT': '0'
    }

  def script(self, name, *arguments):
    return subprocess.run([str(SCRIPTS / name), *arguments],
                          env=self._environment,
                          check=True,
                          stdout=subprocess.PIPE,
                          text=True).stdout

  def address(self):
    return re.search('http://.*', self.script('local-cluster', 'status'))[0]


@pytest.fixture(scope='module')
def cluster(tmp_path_factory):
  started = Cluster(tmp_path_factory.mktemp('cluster'))
  started.script('local-cluster', 'start')
  try:
    yield started
  finally:
    started.script('local-cluster', 'stop')


@pytest.fixture
def options(server_options, tmp_path):
  worker = tmp_path / 'worker.sh'
  worker.write_text(
      '#!/bin/sh\nexec "%s" "%s" "$@"\n' %
      (sys.executable, HERE / 'process_worker.py'))
  worker.chmod(0o700)
  artifact = tmp_path / 'greeting.txt'
  artifact.write_text('Hello')
  return [
      *server_options,
      '--job_name=packed',
      '--parallelism=1',
      '--environment_type=PROCESS',
      '--environment_config=' + json.dumps({'command': str(worker)}),
      '--files_to_stage=' + str(artifact),
  ]


class GreetFn(beam.DoFn):
  """Needs an artifact of the job."""
  def __init__(self):
    self.greeted = beam.metrics.Metrics.counter('test', 'greeted')

  def process(self, name):
    import os
    import pathlib
    self.greeted.inc()
    staged = pathlib.Path(os.environ['SEMI_PERSISTENT_DIRECTORY'], 'staged')
    yield '%s, %s!' % ((staged / 'greeting.txt').read_text(), name)


def run(options, tmp_path):
  pipeline = beam.Pipeline(options=PipelineOptions(options))
  _ = (
      pipeline
      | beam.Create(['Ada', 'Grace'])
      | 'Greet' >> beam.ParDo(GreetFn())
      | beam.io.WriteToText(str(tmp_path / 'greetings')))
  result = pipeline.run()
  result.wait_until_finish()
  return result


def greetings(tmp_path):
  return sorted(
      line for file in tmp_path.glob('greetings*')
      for line in file.read_text().splitlines())


def test_sdk_uploads_a_jar(cluster, options, tmp_path):
  result = run([
      *options, '--flink_submit_uber_jar', '--flink_master=' + cluster.address()
  ],
               tmp_path)
  assert greetings(tmp_path) == ['Hello, Ada!', 'Hello, Grace!']
  assert 'packed' in cluster.script('flink', 'list', '-a')
  counter, = result.metrics().query(
      beam.metrics.MetricsFilter().with_name('greeted'))['counters']
  assert counter.committed == 2
  assert 'Greet' in counter.key.step


def test_server_writes_a_jar_for_flink_run(cluster, options, tmp_path):
  jar = tmp_path / 'packed.jar'
  run([*options, '--output_executable_path=%s' % jar], tmp_path)
  assert greetings(tmp_path) == []
  (tmp_path / 'greeting.txt').unlink()
  cluster.script('flink', 'run', str(jar))
  assert greetings(tmp_path) == ['Hello, Ada!', 'Hello, Grace!']
