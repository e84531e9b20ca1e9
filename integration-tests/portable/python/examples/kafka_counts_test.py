"""Streaming from Kafka to Kafka, with windows, state and timers, through a real broker."""

import time
import uuid

import pytest


@pytest.fixture
def topics(kafka):
  name = uuid.uuid4().hex
  kafka.create(name + '-in', 2)
  kafka.create(name + '-out')
  return name + '-in', name + '-out'


def test_each_record_counts_once_in_its_window(
    kafka, job_server, start_example, topics):
  words, counts = topics
  minute = 60_000
  start = 1_700_000_040_000  # of a minute
  kafka.send(
      words,
      [
          ('1', 'tea', 0, start),
          ('2', 'milk', 1, start),
          ('3', 'tea', 0, start + minute - 1),
          ('1', 'tea', 0, start + minute - 1),
          ('4', 'tea', 1, start + minute),
          ('1', 'tea', 0, start + minute),
      ])
  running = start_example(
      'kafka_counts.py',
      '--bootstrap_servers=' + kafka.address,
      '--words=' + words,
      '--counts=' + counts,
      '--expansion_service=' + job_server.expansion,
      '--parallelism=2')
  of_the_past = [
      ('milk', '1700000040 1'),
      ('tea', '1700000040 2'),
      ('tea', '1700000100 2'),
  ]

  def have_arrived(received):
    running.ensure_running()
    return len(received) >= len(of_the_past)

  assert sorted(kafka.receive(counts, have_arrived)) == of_the_past

  now = int(time.time() * 1000)
  kafka.send(words, [(str(n), 'live', n % 2, now) for n in range(100)])

  def live_ones_have_arrived(received):
    running.ensure_running()
    return sum(total(received, 'live')) >= 100

  received = kafka.receive(counts, live_ones_have_arrived)
  assert total(received, 'live') == [100]
  assert len(received) == len(of_the_past) + 1


def total(received, word):
  return [int(value.split()[1]) for key, value in received if key == word]
