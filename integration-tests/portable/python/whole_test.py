"""What the SDK's suite for Flink leaves out or shortens, as its Flink runner can't do it: here in full."""

from apache_beam.runners.portability import flink_runner_test as suite


class _InFull:
  """The tests as the suite inherits them, before it cuts them down."""

  def _inherited(self):
    return super(suite.FlinkRunnerTest, self)

  def test_no_subtransform_composite(self):
    # The suite two levels up has it; the portable runner's leaves it out too
    suite.portable_runner_test.fn_runner_test.FnApiRunnerTest.test_no_subtransform_composite(
        self)

  def test_flattened_side_input(self):
    self._inherited().test_flattened_side_input(with_transcoding=True)

  def test_flatten_and_gbk(self):
    self._inherited().test_flatten_and_gbk(with_transcoding=True)

  def test_metrics(self):
    self._inherited().test_metrics(check_gauge=True, check_bounded_trie=True)

  def test_sdf_with_watermark_tracking(self):
    self._inherited().test_sdf_with_watermark_tracking()

  # Bundles are finalized when a checkpoint has them

  def test_callbacks_with_exception(self):
    self.enable_commit = True
    self._inherited().test_callbacks_with_exception()

  def test_register_finalizations(self):
    self.enable_commit = True
    self._inherited().test_register_finalizations()

  def test_custom_merging_window(self):
    self._inherited().test_custom_merging_window()

  def test_custom_window_type(self):
    self._inherited().test_custom_window_type()


def _only_these(base):
  """The suite's class without any test of its own, so that only those above run."""
  return {
      name: None
      for name in dir(base)
      if name.startswith('test_') and name not in vars(_InFull)
  }


WholeTest = type(
    'WholeTest', (_InFull, suite.FlinkRunnerTest),
    _only_these(suite.FlinkRunnerTest))
WholeTestStreaming = type(
    'WholeTestStreaming', (_InFull, suite.FlinkRunnerTestStreaming),
    _only_these(suite.FlinkRunnerTestStreaming))
