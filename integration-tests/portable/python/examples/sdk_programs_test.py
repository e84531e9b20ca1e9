"""Examples of the SDK, as programs. Those that read Pub/Sub or write to BigQuery have no other way in or out."""

import pytest
from apache_beam.examples.complete.game import user_score

EVENTS = '''\
user1_team1,team1,18,1447686663000,2015-11-16 15:11:03.921
user1_team1,team1,18,1447690263000,2015-11-16 16:11:03.921
user2_team2,team2,2,1447690263000,2015-11-16 16:11:03.955
no event
user3_team3,team3,8,1447690263000,2015-11-16 16:11:03.955
user1_team1,team1,14,1447697463000,2015-11-16 18:11:03.955
'''


@pytest.mark.parametrize('mode', [[], ['--streaming']], ids=['batch', 'streaming'])
def test_user_score(run_example, tmp_path, output, mode):
  events = tmp_path / 'events.csv'
  events.write_text(EVENTS)
  run_example(
      user_score.__file__, '--input=%s' % events, '--output=%s' % output, *mode)
  assert output.lines() == [
      'user: user1_team1, total_score: 50',
      'user: user2_team2, total_score: 2',
      'user: user3_team3, total_score: 8',
  ]
