package org.trinofdw.product.soak;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The batches of rows that clients put into one table, each with one statement, and what must have become of them.
 */
public final class Batches
{
    /**
     * @param present whether its rows must be there
     * @param absent whether they must not
     */
    private record Batch(long rows, boolean present, boolean absent) {}

    /**
     * What is in the table of a batch.
     */
    public record Found(long batch, long rows, long distinctRows) {}

    private final String table;
    private final ConcurrentMap<Long, Batch> batches = new ConcurrentHashMap<>();

    public Batches(String table)
    {
        this.table = table;
    }

    void inserted(long batch, long rows, Outcome outcome)
    {
        batches.put(batch, new Batch(rows, outcome == Outcome.ACKNOWLEDGED, false));
    }

    void deleted(long batch, Outcome outcome)
    {
        // an INSERT that was cancelled may take effect after the DELETE
        batches.computeIfPresent(batch, (_, before) -> new Batch(before.rows(), false, before.present() && outcome == Outcome.ACKNOWLEDGED));
    }

    /** Compares with what the table has, all batches of it. */
    public void verify(List<Found> found, Findings findings)
    {
        Map<Long, Batch> missing = new HashMap<>(batches);
        for (Found rows : found) {
            problem(rows, Optional.ofNullable(missing.remove(rows.batch())))
                    .ifPresent(problem -> findings.defect("%s: %s: %s".formatted(table, rows, problem)));
        }
        missing.forEach((id, batch) -> {
            if (batch.present()) {
                findings.defect("%s: batch %s is lost, %s rows".formatted(table, id, batch.rows()));
            }
        });
    }

    private static Optional<String> problem(Found found, Optional<Batch> expected)
    {
        if (expected.isEmpty()) {
            return Optional.of("nobody wrote it");
        }
        if (expected.get().absent()) {
            return Optional.of("it was deleted");
        }
        if (found.distinctRows() != found.rows()) {
            return Optional.of("there are doubled rows");
        }
        if (found.rows() != expected.get().rows()) {
            return Optional.of("not the %s rows that were written".formatted(expected.get().rows()));
        }
        return Optional.empty();
    }

    public int size()
    {
        return batches.size();
    }
}
