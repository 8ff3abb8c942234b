package org.trinofdw.product.bench;

import com.google.common.collect.ImmutableMap;
import org.trinofdw.product.demo.DemoEnvironment;
import org.trinofdw.product.demo.Scripts;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.product.demo.DemoEnvironment.ODPS;
import static org.trinofdw.product.demo.DemoEnvironment.POSTGRES;
import static org.trinofdw.product.demo.DemoEnvironment.PROJECT;

/**
 * EXPLAIN of queries on tables with thousands of partitions, held against that of a table without any. Names of partitions are known by then: the first run does
 * not count.
 */
final class PlanningBench
{
    private static final int DECLARED_PARTITIONS = 5_000;
    private static final int REMOTE_PARTITIONS = 10_000;

    private final DemoEnvironment environment;
    private final TrinoQuery trinoQuery;
    private final Alternation alternation;
    private final Consumer<String> progress;

    PlanningBench(DemoEnvironment environment, Alternation alternation, Consumer<String> progress)
    {
        this.environment = requireNonNull(environment, "environment is null");
        this.trinoQuery = new TrinoQuery(environment);
        this.alternation = requireNonNull(alternation, "alternation is null");
        this.progress = requireNonNull(progress, "progress is null");
    }

    List<Comparison> run()
            throws SQLException, IOException, InterruptedException
    {
        try (Connection trino = environment.connect()) {
            return List.of(postgres(trino), maxCompute(trino));
        }
    }

    private Comparison postgres(Connection trino)
            throws SQLException, IOException, InterruptedException
    {
        progress.accept("declaring %,d partitions".formatted(DECLARED_PARTITIONS));
        environment.postgres().execute("CREATE TABLE one_day (day bigint, amount bigint)");
        String script = IntStream.range(0, DECLARED_PARTITIONS)
                .mapToObj(partition -> "CREATE FOREIGN TABLE public.day_%1$s PARTITION OF public.days FOR VALUES FROM (%1$s) TO (%2$s) SERVER postgres OPTIONS (table_name 'one_day')".formatted(partition, partition + 1))
                .collect(joining(";\n", "CREATE TABLE public.days (day bigint, amount bigint) PARTITION BY RANGE (day);\n", ""));
        trinoQuery.run(trino, Scripts.executeDdl(POSTGRES, script));
        return comparison("Planning over %,d declared partitions of postgres_fdw".formatted(DECLARED_PARTITIONS), trino, POSTGRES + ".public.one_day", POSTGRES + ".public.days", "day = 777");
    }

    private Comparison maxCompute(Connection trino)
            throws SQLException
    {
        progress.accept("making %,d partitions in MaxCompute".formatted(REMOTE_PARTITIONS));
        environment.maxCompute().execute(PROJECT, "CREATE TABLE one_day (amount BIGINT)");
        environment.maxCompute().execute(PROJECT, "CREATE TABLE days (amount BIGINT) PARTITIONED BY (day STRING)");
        for (int partition = 0; partition < REMOTE_PARTITIONS; partition++) {
            environment.maxCompute().load(PROJECT, Optional.empty(), "days", Optional.of("day=%05d".formatted(partition)), List.of(List.of((long) partition)));
        }
        return comparison("Planning over %,d partitions of MaxCompute, listed before".formatted(REMOTE_PARTITIONS), trino, ODPS + ".default.one_day", ODPS + ".default.days", "day = '00777'");
    }

    private Comparison comparison(String title, Connection trino, String plain, String partitioned, String predicate)
            throws SQLException
    {
        return new Comparison(title, 0, 0, alternation.measure(ImmutableMap.of(
                "a table without partitions", explain(trino, plain, "true"),
                "all partitions", explain(trino, partitioned, "true"),
                "one of them, by a predicate", explain(trino, partitioned, predicate))));
    }

    private Work explain(Connection trino, String table, String predicate)
    {
        return () -> trinoQuery.run(trino, "EXPLAIN SELECT sum(amount) FROM %s WHERE %s".formatted(table, predicate));
    }
}
