package org.trinofdw.product.soak;

import org.trinofdw.product.query.Results;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;

import static java.util.Objects.requireNonNull;

/**
 * One client with a random sequence of its own. Some of its statements it cancels at a random moment.
 */
public final class SoakClient
{
    private static final int CANCELLED_PERCENT = 12;
    private static final int LONGEST_WAIT_MILLIS = 1000;
    private static final List<String> MPP_EXECUTE = List.of("all segments", "all segments", "coordinator", "any");
    /** Batches of one client are numbered below it. */
    private static final long BATCHES = 1_000_000;

    private final int id;
    private final Random random;
    private final SoakEnvironment environment;
    private final List<SoakFeature> features;
    private final Findings findings;
    private final ScheduledExecutorService canceller;
    private long batches;
    private Connection connection;
    private volatile Thread thread;
    private volatile String running = "";

    /**
     * @param features each as many times as it is to be chosen among all
     * @param canceller on whose threads statements are cancelled
     */
    public SoakClient(int id, long seed, SoakEnvironment environment, List<SoakFeature> features, Findings findings, ScheduledExecutorService canceller)
    {
        this.id = id;
        this.random = new Random(seed * 1000 + id);
        this.environment = requireNonNull(environment, "environment is null");
        this.features = List.copyOf(features);
        this.findings = requireNonNull(findings, "findings is null");
        this.canceller = requireNonNull(canceller, "canceller is null");
    }

    /** Works until {@link System#nanoTime} has passed the given time. */
    public void run(long endNanos)
    {
        SoakFeature feature = null;
        thread = Thread.currentThread();
        try {
            connection = connect();
            while (System.nanoTime() < endNanos) {
                feature = features.get(random.nextInt(features.size()));
                feature.step(this);
                if (random.nextInt(50) == 0) {
                    connection.close();
                    connection = connect();
                }
            }
            connection.close();
        }
        catch (SQLException | RuntimeException e) {
            findings.defect("client %s ended in %s: %s".formatted(id, feature, e));
        }
    }

    private Connection connect()
            throws SQLException
    {
        Connection opened = environment.connect();
        try (Statement statement = opened.createStatement()) {
            if (random.nextInt(5) > 0) {
                statement.execute("SET SESSION postgres.mpp_execute = '%s'".formatted(MPP_EXECUTE.get(random.nextInt(MPP_EXECUTE.size()))));
            }
            // otherwise every sum is one row from the server, and no scan of splits
            if (random.nextInt(4) > 0) {
                statement.execute("SET SESSION postgres.aggregation_pushdown_enabled = false");
            }
        }
        return opened;
    }

    int id()
    {
        return id;
    }

    Random random()
    {
        return random;
    }

    Findings findings()
    {
        return findings;
    }

    /** A number that no other batch has. */
    long nextBatch()
    {
        batches++;
        return id * BATCHES + batches;
    }

    /**
     * A statement that changes something.
     *
     * @param contended whether other statements may change the same rows
     * @param rows how many rows it is about, where it tells
     */
    Outcome update(String kind, String sql, boolean contended, Optional<Long> rows)
    {
        Optional<Long> count = attempt(kind, sql, contended, statement -> {
            statement.execute(sql);
            return statement.getLargeUpdateCount();
        });
        if (count.isPresent() && rows.isPresent() && !count.equals(rows)) {
            findings.defect("%s: %s rows, not %s: %s".formatted(kind, count.get(), rows.get(), sql));
        }
        return count.isPresent() ? Outcome.ACKNOWLEDGED : Outcome.UNKNOWN;
    }

    /**
     * @param contended whether other statements may change what is read in such a way that it cannot be read on
     * @return nothing if it was cancelled
     */
    Optional<List<List<Object>>> query(String kind, String sql, boolean contended)
    {
        return attempt(kind, sql, contended, statement -> {
            ResultSet rows = statement.executeQuery(sql);
            if (rows == null) {
                // it was cancelled just when the driver had its result
                throw new SQLException("Statement was canceled");
            }
            return Results.read(rows).rows();
        });
    }

    /** A query whose result is known. */
    void expect(String kind, String sql, List<List<Object>> expected)
    {
        query(kind, sql, false)
                .filter(rows -> !rows.equals(expected))
                .ifPresent(rows -> findings.defect("%s: %s, not %s: %s".formatted(kind, rows, expected, sql)));
    }

    @FunctionalInterface
    private interface Use<T>
    {
        T of(Statement statement)
                throws SQLException;
    }

    /** What the client is doing, and where: for one that does not end. */
    public String whereabouts()
    {
        return "client %s, %s: %s".formatted(id, running, thread == null ? "" : Arrays.toString(thread.getStackTrace()));
    }

    private <T> Optional<T> attempt(String kind, String sql, boolean contended, Use<T> use)
    {
        Cancellation cancellation = new Cancellation(canceller);
        AtomicBoolean cancelled = cancellation.cancelled();
        running = sql;
        try (Statement statement = connection.createStatement()) {
            if (random.nextInt(100) < CANCELLED_PERCENT) {
                cancellation.schedule(statement, random.nextLong(LONGEST_WAIT_MILLIS));
            }
            try {
                T result = use.of(statement);
                findings.ended(kind, "done");
                return Optional.of(result);
            }
            finally {
                cancellation.statementEnded();
            }
        }
        catch (SQLException e) {
            Optional<String> reason = AcceptedErrors.reason(e, cancelled.get(), contended);
            findings.ended(kind, reason.orElse("DEFECT"));
            if (reason.isEmpty()) {
                findings.defect("%s of client %s, cancelled: %s: error %08x: %s: %s".formatted(kind, id, cancelled.get(), e.getErrorCode(), e.getCause() == null ? e.getMessage() : e.getMessage() + " by " + e.getCause(), sql));
            }
            return Optional.empty();
        }
    }
}
