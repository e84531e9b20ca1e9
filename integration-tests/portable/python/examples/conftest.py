"""Runs the examples as a reader does: each a program of its own, against a job server with KafkaIO and SQL beside it."""

import os
import pathlib
import re
import subprocess
import sys
import time

import grpc
import portable_plugin
import pytest
from apache_beam.portability.api import beam_job_api_pb2
from apache_beam.portability.api import beam_job_api_pb2_grpc

HERE = pathlib.Path(__file__).parent
_RUNNING = (
    beam_job_api_pb2.JobState.STOPPED,
    beam_job_api_pb2.JobState.STARTING,
    beam_job_api_pb2.JobState.RUNNING,
    beam_job_api_pb2.JobState.CANCELLING)


def pytest_addoption(parser):
  parser.addoption('--kafka-broker', help='directory of the jars of a Kafka broker')
  parser.addoption('--boot', help="boot program of the SDK's container")


def given(config, option):
  """An option that a test can't do without: it fails rather than pass over what it was to show."""
  value = config.getoption(option)
  if not value or not pathlib.Path(value).exists():
    pytest.fail(
        '%s is not given, or nothing is there: %s. scripts/portable-tests python makes it and passes it.'
        % (option, value))
  return value


def wait_for(condition, what, seconds=300):
  """Waits until a condition holds; answers its value."""
  deadline = time.monotonic() + seconds
  while True:
    value = condition()
    if value:
      return value
    if time.monotonic() > deadline:
      raise AssertionError('In vain: ' + what())
    time.sleep(0.2)


class JobServer:
  """A process; the places where it listens."""

  def __init__(self, command, directory):
    self._log = directory / 'server.log'
    with self._log.open('w') as log:
      self._process = subprocess.Popen(
          [
              *command, '--job-port=0', '--artifact-port=0', '--expansion-port=0',
              '--artifacts-dir=%s' % (directory / 'artifacts')
          ],
          stdout=log,
          stderr=subprocess.STDOUT)
    self.endpoint = self._place('Job server')
    self.expansion = self._place('Expansion service')
    self.jobs = beam_job_api_pb2_grpc.JobServiceStub(
        grpc.insecure_channel(self.endpoint))

  def _place(self, service):
    def place():
      if self._process.poll() is not None:
        pytest.fail('The job server does not start: ' + self._log.read_text())
      return re.search(service + r' at (\S+)\n', self._log.read_text())

    return wait_for(place, self._log.read_text).group(1)

  def job_ids(self):
    return {job.job_id for job in self._all_jobs()}

  def end_jobs(self):
    for job in self._all_jobs():
      if job.state in _RUNNING:
        self.jobs.Cancel(beam_job_api_pb2.CancelJobRequest(job_id=job.job_id))
    wait_for(
        lambda: not any(job.state in _RUNNING for job in self._all_jobs()),
        lambda: str(self._all_jobs()))

  def _all_jobs(self):
    return self.jobs.GetJobs(beam_job_api_pb2.GetJobsRequest()).job_info

  def stop(self):
    self._process.terminate()
    self._process.wait(60)


class Example:
  """An example that runs; what it has written to stdout and stderr."""

  def __init__(self, command, output):
    self._output = output
    with output.open('w') as file:
      self._process = subprocess.Popen(
          command, cwd=HERE, stdout=file, stderr=subprocess.STDOUT)

  def output(self):
    return self._output.read_text()

  def wait(self):
    """Waits for its end; answers its exit code."""
    return self._process.wait(400)

  def ensure_running(self):
    assert self._process.poll() is None, self.output()

  def kill(self):
    self._process.kill()
    self._process.wait()


@pytest.fixture(scope='session')
def job_server(request, server_jar, tmp_path_factory):
  jars = given(request.config, '--java-transforms')
  server = JobServer(
      ['java', *portable_plugin.server_with(jars, server_jar)],
      tmp_path_factory.mktemp('server'))
  yield server
  server.stop()


@pytest.fixture(scope='session')
def kafka(request, tmp_path_factory):
  from broker import Broker
  broker = Broker(
      given(request.config, '--kafka-broker'), tmp_path_factory.mktemp('kafka'))
  yield broker
  broker.stop()


@pytest.fixture
def start_example(job_server, tmp_path):
  """Starts an example; with it ends what it has started."""
  started = []

  def start(name, *arguments):
    output = tmp_path / ('%s-%d.out' % (pathlib.Path(name).name, len(started)))
    started.append(
        Example(
            [
                sys.executable, name, '--runner=FlinkRunner',
                '--job_endpoint=' + job_server.endpoint, *map(str, arguments)
            ],
            output))
    return started[-1]

  yield start
  job_server.end_jobs()
  for example in started:
    example.kill()


@pytest.fixture
def run_example(start_example):
  """Runs an example to its end; answers what it has written to stdout and stderr."""

  def run(name, *arguments):
    example = start_example(name, *arguments)
    assert example.wait() == 0, example.output()
    return example.output()

  return run


@pytest.fixture
def fail_example(start_example):
  """Runs an example to its failure; answers what it has written to stdout and stderr."""

  def run(name, *arguments):
    example = start_example(name, *arguments)
    assert example.wait() != 0, example.output()
    return example.output()

  return run


@pytest.fixture
def output(tmp_path):
  """Where an example can write text; `lines()` are what it has written."""
  return Output(tmp_path / 'output')


class Output(os.PathLike):

  def __init__(self, path):
    self._path = path

  def __fspath__(self):
    return str(self._path)

  __str__ = __fspath__

  def lines(self):
    """In any order, so sorted."""
    files = self._path.parent.glob(self._path.name + '-*-of-*')
    return sorted(
        line for file in files for line in file.read_text().splitlines())
