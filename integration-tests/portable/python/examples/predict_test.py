"""RunInference with a model that is trained on the spot."""


def test_scikit_learn(run_example, output, tmp_path):
  run_example(
      'predict.py', '--model=%s' % (tmp_path / 'model'), '--output=%s' % output)
  assert output.lines() == ['a above', 'b below', 'c above']
