"""Packages for workers: they arrive in a process that the SDK's own boot program sets up, and what goes wrong there is told."""

import json
import pathlib
import shutil
import subprocess
import sys
import sysconfig

import pytest
from conftest import HERE
from conftest import given


@pytest.fixture
def packages(tmp_path):
  """Copies, as building them leaves files behind."""
  return shutil.copytree(HERE / 'dependencies', tmp_path / 'packages')


@pytest.fixture
def python(tmp_path):
  """An environment of its own, with the SDK and nothing else that the examples need."""
  directory = tmp_path / 'python'
  subprocess.run(
      [sys.executable, '-m', 'venv', '--without-pip', directory], check=True)
  return Python(directory)


class Python:

  def __init__(self, directory):
    self.bin = directory / 'bin'
    self._directory = directory

  def add_sdk(self):
    """And pip, from the environment of this test."""
    packages, = self._directory.glob('lib/python*/site-packages')
    (packages / 'sdk.pth').write_text(sysconfig.get_path('purelib') + '\n')
    return self

  def has(self, module):
    return subprocess.run([self.bin / 'python', '-c', 'import ' + module],
                          capture_output=True).returncode == 0


@pytest.fixture
def worker(request, tmp_path):
  """The options for workers that the boot program starts in an environment."""
  boot = given(request.config, '--boot')

  def of(python):
    directory = tmp_path / 'worker'
    directory.mkdir()
    command = tmp_path / 'boot.sh'
    command.write_text('\n'.join([
        '#!/bin/sh',
        'export PATH="%s:$PATH"' % python.bin,
        # Not in one more environment, made by boot below /opt
        'export RUN_PYTHON_SDK_IN_DEFAULT_ENVIRONMENT=1',
        # Where it is, boot leaves a file with the pipeline's options
        'cd "%s"' % directory,
        'exec "%s" --semi_persist_dir="%s" "$@"' % (boot, directory),
        ''
    ]))
    command.chmod(0o700)
    return [
        '--environment_type=PROCESS',
        '--environment_config=' + json.dumps({'command': str(command)}),
        '--parallelism=1'
    ]

  return of


@pytest.fixture
def wheel(packages, tmp_path):
  """The package for --extra_package."""
  subprocess.run(
      [
          sys.executable, '-m', 'pip', 'wheel', '--quiet', '--no-deps',
          '--wheel-dir', tmp_path, packages / 'shouting'
      ],
      check=True)
  path, = tmp_path.glob('shouting-*.whl')
  return path


def test_packages_arrive_in_the_worker(
    run_example, worker, python, packages, wheel, output, tmp_path):
  python.add_sdk()
  assert not any(map(python.has, ['inflection', 'greetings', 'shouting']))
  run_example(
      'dependencies.py',
      *worker(python),
      '--requirements_file=%s' % (packages / 'requirements.txt'),
      '--requirements_cache=%s' % (tmp_path / 'cache'),
      '--setup_file=%s' % (packages / 'greetings' / 'setup.py'),
      '--extra_package=%s' % wheel,
      '--output=%s' % output)
  assert output.lines() == ['HELLO, ADA LOVELACE!', 'HELLO, GRACE HOPPER!']
  assert all(map(python.has, ['inflection', 'greetings', 'shouting']))


def test_package_that_was_not_sent_is_in_the_error(
    fail_example, worker, python, output):
  error = fail_example(
      'dependencies.py', *worker(python.add_sdk()), '--output=%s' % output)
  assert "No module named 'greetings'" in last_error(error)
  assert "[while running 'Greet']" in last_error(error)


def test_package_that_cannot_be_installed_is_in_the_error(
    fail_example, worker, python, output, tmp_path):
  broken = tmp_path / 'broken-1.0.tar.gz'
  broken.write_text('no archive')
  error = fail_example(
      'dependencies.py',
      *worker(python.add_sdk()),
      '--extra_package=%s' % broken,
      '--output=%s' % output)
  assert 'failed to install extra package broken-1.0.tar.gz' in last_error(error)


def test_interpreter_without_the_sdk_is_in_the_error(
    fail_example, worker, python, output):
  error = fail_example(
      'dependencies.py', *worker(python), '--output=%s' % output)
  assert 'Apache Beam is not installed in the runtime environment' in last_error(error)


def test_worker_that_crashes_again_and_again_is_in_the_error(
    fail_example, worker, python, output):
  python.add_sdk()
  packages, = pathlib.Path(python.bin).parent.glob('lib/python*/site-packages')
  (packages / 'sitecustomize.py').write_text(
      "import os, sys\n"
      "if 'WORKER_ID' in os.environ:\n"
      "  print('no memory for me', file=sys.stderr, flush=True)\n"
      "  os._exit(7)\n")
  error = fail_example(
      'dependencies.py', *worker(python), '--output=%s' % output)
  assert 'no memory for me' in last_error(error)
  assert 'exited 4 times' in last_error(error)


def last_error(output):
  """What the client has raised."""
  return output[output.rindex('RuntimeError: Pipeline job'):]
