package dev.beamflink.conformance.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.Test;
import org.junit.experimental.categories.Categories.CategoryFilter;
import org.junit.experimental.categories.Category;
import org.junit.runner.Description;
import org.junit.runner.Request;

/**
 * Lists the JUnit 4 tests of a category in jars that are on the class path.
 *
 * <p>JUnit itself describes each class, so that inherited tests, nested classes, parameterized
 * classes and subcategories count exactly as they do when the class runs. Only classes that can
 * hold a test of the category are described, because describing a parameterized class runs its
 * code.
 */
public final class SuiteScan {

  /** Beam's jars carry some libraries inside, whose own dependencies nobody needs. */
  private static final String REPACKAGED_LIBRARIES = "org/apache/beam/repackaged/";

  private final List<SuiteJar> jars;
  private final Class<?> category;
  private final CategoryFilter filter;

  /** A scan of jars for the tests of one category. */
  public SuiteScan(List<SuiteJar> jars, Class<?> category) {
    this.jars = List.copyOf(jars);
    this.category = category;
    this.filter = CategoryFilter.include(category);
  }

  /** All tests of the category, ignored ones included. */
  public SortedSet<TestId> tests() {
    SortedSet<TestId> tests = new TreeSet<>();
    for (SuiteJar jar : jars) {
      for (String className : classNames(jar)) {
        Class<?> type = load(className, jar);
        if (mayHoldTests(type, jar)) {
          collect(Request.classWithoutSuiteMethod(type).getRunner().getDescription(), tests);
        }
      }
    }
    return Collections.unmodifiableSortedSet(tests);
  }

  private static List<String> classNames(SuiteJar jar) {
    try (JarFile file = new JarFile(jar.path().toFile())) {
      return file.stream()
          .map(JarEntry::getName)
          .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
          .filter(name -> !name.startsWith(REPACKAGED_LIBRARIES))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .filter(jar.takes())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the suite's jar " + jar.path(), e);
    }
  }

  private Class<?> load(String className, SuiteJar jar) {
    try {
      return Class.forName(className, false, category.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      throw unloadable(className, jar, e);
    }
  }

  private boolean mayHoldTests(Class<?> type, SuiteJar jar) {
    if (Modifier.isAbstract(type.getModifiers())) {
      return false;
    }
    try {
      return Arrays.stream(type.getMethods())
          .filter(method -> method.isAnnotationPresent(Test.class))
          .anyMatch(
              method ->
                  isOfCategory(method.getAnnotation(Category.class))
                      || isOfCategory(type.getAnnotation(Category.class)));
    } catch (LinkageError e) {
      throw unloadable(type.getName(), jar, e);
    }
  }

  private boolean isOfCategory(Category categories) {
    return categories != null
        && Arrays.stream(categories.value()).anyMatch(category::isAssignableFrom);
  }

  private void collect(Description description, SortedSet<TestId> tests) {
    if (description.isTest() && filter.shouldRun(description)) {
      tests.add(new TestId(description.getClassName(), description.getMethodName()));
    }
    description.getChildren().forEach(child -> collect(child, tests));
  }

  /** A class that cannot be loaded would be left out of the suite without anybody noticing. */
  private static IllegalStateException unloadable(String className, SuiteJar jar, Throwable cause) {
    return new IllegalStateException(
        "Class "
            + className
            + " of "
            + jar.path()
            + " cannot be loaded: a library of the suite is missing on the class path. Add it to"
            + " the conformance module's dependencies.",
        cause);
  }
}
