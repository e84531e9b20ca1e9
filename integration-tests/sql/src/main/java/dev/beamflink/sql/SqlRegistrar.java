package dev.beamflink.sql;

import java.util.Map;
import org.apache.beam.sdk.expansion.ExternalTransformRegistrar;
import org.apache.beam.sdk.extensions.sql.SqlTransform;
import org.apache.beam.sdk.transforms.ExternalTransformBuilder;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PInput;
import org.apache.beam.sdk.values.Row;
import org.jspecify.annotations.Nullable;

/**
 * Beam SQL for expansion services, by the URN that other SDKs ask for. Beam has the like in an
 * artifact of its own, {@code beam-sdks-java-extensions-sql-expansion-service}.
 */
public final class SqlRegistrar implements ExternalTransformRegistrar {

  private static final String URN = "beam:external:java:sql:v1";

  @Override
  public Map<String, ExternalTransformBuilder<?, ?, ?>> knownBuilderInstances() {
    return Map.of(URN, new Builder());
  }

  /** What an SDK says of the transform; filled by the names of its setters. */
  public static final class Query {
    private String query = "";
    private @Nullable String dialect;
    private @Nullable String ddl;

    /** Sets the statement. */
    public void setQuery(String query) {
      this.query = query;
    }

    /** Sets the name of a planner; SDKs send none by now. */
    public void setDialect(@Nullable String dialect) {
      this.dialect = dialect;
    }

    /** Sets statements that come before. */
    public void setDdl(@Nullable String ddl) {
      this.ddl = ddl;
    }
  }

  private static final class Builder
      implements ExternalTransformBuilder<Query, PInput, PCollection<Row>> {

    @Override
    public PTransform<PInput, PCollection<Row>> buildExternal(Query query) {
      if (query.dialect != null) {
        throw new IllegalArgumentException(
            "SQL of dialect '%s' is asked for, and there is one only".formatted(query.dialect));
      }
      SqlTransform transform = SqlTransform.query(query.query);
      return query.ddl == null ? transform : transform.withDdlString(query.ddl);
    }
  }
}
