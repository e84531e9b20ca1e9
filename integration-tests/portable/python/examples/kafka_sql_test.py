"""Transforms of Java in a pipeline of Python: KafkaIO and SQL, expanded by the job server."""

import uuid


def test_sums_of_a_topic(kafka, job_server, run_example, output):
  sales = uuid.uuid4().hex
  kafka.create(sales)
  kafka.send(
      sales, [('tea', '250', 0, 0), ('milk', '120', 0, 1), ('tea', '270', 0, 2)])
  run_example(
      'kafka_sql.py',
      '--bootstrap_servers=' + kafka.address,
      '--sales=' + sales,
      '--records=3',
      '--output=%s' % output,
      '--expansion_service=' + job_server.expansion)
  assert output.lines() == ['milk 120', 'tea 520']
