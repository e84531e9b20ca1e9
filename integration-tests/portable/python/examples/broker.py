"""A Kafka broker for tests: a process that is its own controller, on loopback, and starts empty."""

import pathlib
import socket
import subprocess
import time

from kafka.admin import KafkaAdminClient
from kafka.admin import NewTopic
from kafka.consumer import KafkaConsumer
from kafka.errors import KafkaError
from kafka.producer import KafkaProducer

_SETTINGS = '''
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@localhost:{controller}
listeners=PLAINTEXT://localhost:{port},CONTROLLER://localhost:{controller}
advertised.listeners=PLAINTEXT://localhost:{port}
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT
log.dirs={directory}/data
auto.create.topics.enable=false
# However old their timestamps are: those of the tests are known ones
log.retention.ms=-1
offsets.topic.num.partitions=1
offsets.topic.replication.factor=1
transaction.state.log.num.partitions=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
group.initial.rebalance.delay.ms=0
'''

_LOGGING = '''
log4j.rootLogger=INFO, stdout
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=[%d] %p %m (%c)%n
'''


class Broker:
  """Runs from its construction to `stop`.

  Arguments:
    lib: directory of its jars
    directory: for its files
  """

  def __init__(self, lib, directory):
    self._lib = lib
    self._log = pathlib.Path(directory, 'kafka.out')
    port, controller = _free_ports(2)
    self.address = 'localhost:%d' % port
    self._logging = pathlib.Path(directory, 'log4j.properties')
    self._logging.write_text(_LOGGING)
    settings = pathlib.Path(directory, 'server.properties')
    settings.write_text(
        _SETTINGS.format(port=port, controller=controller, directory=directory))
    formatting = self._java(
        'kafka.tools.StorageTool',
        'format', '-t', 'YmVhbS1vbi1mbGluay1rYQ', '-c', settings)
    if formatting.wait(60) != 0:
      raise RuntimeError('Kafka has no storage: %s' % self._log.read_text())
    self._process = self._java('kafka.Kafka', settings)
    try:
      self._admin = self._wait()
    except BaseException:
      self._process.kill()
      raise

  def _java(self, *arguments):
    with self._log.open('a') as log:
      return subprocess.Popen(
          [
              'java', '-Xmx512m', '-Dlog4j.configuration=' + self._logging.as_uri(),
              '-cp', '%s/*' % self._lib, *arguments
          ],
          stdout=log,
          stderr=subprocess.STDOUT)

  def _wait(self):
    deadline = time.monotonic() + 120
    while True:
      if self._process.poll() is not None or time.monotonic() > deadline:
        raise RuntimeError('Kafka does not start: %s' % self._log.read_text())
      if _listens(self.address):
        try:
          return KafkaAdminClient(bootstrap_servers=self.address)
        except KafkaError:
          pass
      time.sleep(0.2)

  def create(self, topic, partitions=1):
    self._admin.create_topics([NewTopic(topic, partitions, 1)])

  def send(self, topic, records):
    """Sends tuples of key, value, partition and time in milliseconds."""
    producer = KafkaProducer(bootstrap_servers=self.address)
    for key, value, partition, millis in records:
      producer.send(
          topic, value.encode(), key.encode(), partition=partition, timestamp_ms=millis)
    producer.close()

  def receive(self, topic, enough):
    """All (key, value) of a topic, once they are enough."""
    consumer = KafkaConsumer(
        topic, bootstrap_servers=self.address, auto_offset_reset='earliest')
    received = []
    deadline = time.monotonic() + 300
    try:
      while not enough(received):
        if time.monotonic() > deadline:
          raise AssertionError('Not enough in %s: %s' % (topic, received))
        for records in consumer.poll(timeout_ms=500).values():
          received.extend((r.key.decode(), r.value.decode()) for r in records)
    finally:
      consumer.close()
    return received

  def stop(self):
    self._admin.close()
    self._process.kill()
    self._process.wait()


def _listens(address):
  host, port = address.split(':')
  with socket.socket() as probe:
    return probe.connect_ex((host, int(port))) == 0


def _free_ports(count):
  sockets = [socket.socket() for _ in range(count)]
  for each in sockets:
    each.bind(('localhost', 0))
  ports = [each.getsockname()[1] for each in sockets]
  for each in sockets:
    each.close()
  return ports
