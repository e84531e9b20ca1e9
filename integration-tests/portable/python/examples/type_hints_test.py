"""Type hints: which mistakes are found where the pipeline is built, and which in its elements."""


def test_hints_that_agree(run_example, output):
  run_example('type_hints.py', '--output=%s' % output)
  assert output.lines() == ['milk 1.2', 'tea 2.7']


def test_steps_that_do_not_fit_are_found_before_anything_is_submitted(
    fail_example, job_server, output):
  before = job_server.job_ids()
  error = fail_example('type_hints.py', '--mistake=steps', '--output=%s' % output)
  assert "The transform 'Parse' requires PCollections of type" in error
  assert job_server.job_ids() <= before


def test_code_that_breaks_its_promise_goes_through_unless_types_are_checked(
    run_example, output):
  run_example('type_hints.py', '--mistake=code', '--output=%s' % output)
  assert output.lines() == ['milk 1.20', 'tea 2.70']


def test_code_that_breaks_its_promise_is_found_by_name(fail_example, output):
  error = fail_example(
      'type_hints.py',
      '--mistake=code',
      '--runtime_type_check',
      '--output=%s' % output)
  assert 'Expected an instance of type <class \'float\'>, instead received an instance of type str' in error
  assert "[while running 'Parse']" in error
