package dev.beamflink.benchmarks.run;

import java.util.Locale;

/** What our figure of a row has to be in comparison with that of another subject. */
sealed interface Target {

  /** Whether it is. */
  boolean isMet(Unit unit, double ours, double theirs);

  /** In words that follow "has to be". */
  String description();

  /** So many times as good as theirs, or better. */
  record AtLeast(double times) implements Target {

    @Override
    public boolean isMet(Unit unit, double ours, double theirs) {
      return unit.advantage(ours, theirs) >= times;
    }

    @Override
    public String description() {
      return String.format(Locale.ROOT, "at least %.1fx", times);
    }
  }

  /** A time that is no more than so many times as long as theirs. */
  record NoLongerThan(double times) implements Target {

    @Override
    public boolean isMet(Unit unit, double ours, double theirs) {
      return ours <= times * theirs;
    }

    @Override
    public String description() {
      return String.format(Locale.ROOT, "within %.1fx", times);
    }
  }

  /** A time that is no more than so many seconds longer than theirs. */
  record Within(double seconds) implements Target {

    @Override
    public boolean isMet(Unit unit, double ours, double theirs) {
      return ours - theirs <= seconds;
    }

    @Override
    public String description() {
      return String.format(Locale.ROOT, "within %.1f s", seconds);
    }
  }

  /** A time below so many seconds, whatever theirs is. */
  record Below(double seconds) implements Target {

    @Override
    public boolean isMet(Unit unit, double ours, double theirs) {
      return ours < seconds;
    }

    @Override
    public String description() {
      return String.format(Locale.ROOT, "below %.1f s", seconds);
    }
  }
}
