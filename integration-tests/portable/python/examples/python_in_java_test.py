"""A transform of Python in a pipeline of Java: the Python SDK expands it, and runs its code."""

import os
import socket
import subprocess
import sys

import pytest
from conftest import HERE
from conftest import JobServer
from conftest import given
from conftest import wait_for


@pytest.fixture
def expansion_service(tmp_path):
  """The SDK's own, which is also a pool of workers for what it expands."""
  with socket.socket() as probe:
    probe.bind(('localhost', 0))
    port = probe.getsockname()[1]
  output = tmp_path / 'expansion.out'
  with output.open('w') as file:
    service = subprocess.Popen(
        [
            sys.executable, '-m',
            'apache_beam.runners.portability.expansion_service_main',
            '--port=%d' % port, '--fully_qualified_name_glob=greet.*',
            '--serve_loopback_worker'
        ],
        env={**os.environ, 'PYTHONPATH': str(HERE)},
        stdout=file,
        stderr=subprocess.STDOUT)

  def listens():
    assert service.poll() is None, output.read_text()
    with socket.socket() as probe:
      return probe.connect_ex(('localhost', port)) == 0

  wait_for(listens, output.read_text)
  yield 'localhost:%d' % port
  service.terminate()
  service.wait()


@pytest.fixture
def plain_job_server(server_jar, tmp_path):
  """Without SQL, which changes classes of Beam's core: objects of them can't come from a client of Java then."""
  server = JobServer(['java', '-jar', server_jar], tmp_path)
  yield server
  server.stop()


def test_python_greets_in_a_pipeline_of_java(
    request, plain_job_server, server_jar, expansion_service, output):
  jars = given(request.config, '--java-transforms')
  portable, = (jar for jar in os.listdir(jars) if jar.startswith('portable-'))
  ours = os.path.join(jars, portable)
  client = subprocess.run(
      [
          'java', '-cp', os.pathsep.join([server_jar, ours]),
          'dev.beamflink.portable.PythonInJava', '--runner=FlinkRunner',
          '--jobEndpoint=' + plain_job_server.endpoint,
          '--expansionService=' + expansion_service,
          '--filesToStage=' + ours, '--output=%s' % output
      ],
      capture_output=True,
      text=True,
      timeout=400)
  assert client.returncode == 0, client.stderr
  assert output.lines() == ['Hello, Ada Lovelace!', 'Hello, Grace Hopper!']
