"""What the README says to do first, as it says it."""

import collections
import os
import pathlib
import re
import subprocess
import sys

import pytest
from conftest import HERE

ROOT = HERE.parents[3]
HEADING = '## Python in three commands\n'


@pytest.fixture
def commands():
  section = (ROOT / 'README.md').read_text().split(HEADING)[1]
  block = re.match(r'\n((    .*\n)+)', section).group(1)
  return re.sub(r'^    ', '', block, flags=re.MULTILINE)


def test_commands_of_the_readme(commands):
  build, *others = re.split(r'(?<!\\)\n', commands.strip())
  assert build.startswith('mvn ') and len(others) == 2
  # What the first one makes is what all tests here run, made before they start
  for old in counts():
    old.unlink()
  bin_directory = str(pathlib.Path(sys.executable).parent)
  subprocess.run(
      ['bash', '-e', '-c', '\n'.join(others)],
      cwd=ROOT,
      env={
          **os.environ, 'PATH': bin_directory + os.pathsep + os.environ['PATH']
      },
      check=True,
      timeout=400)
  words = re.findall(r"[\w\']+", (ROOT / 'README.md').read_text())
  lines = [line for file in counts() for line in file.read_text().splitlines()]
  assert sorted(lines) == sorted(
      '%s: %d' % count for count in collections.Counter(words).items())


def counts():
  return list(pathlib.Path('/tmp').glob('counts-*-of-*'))
