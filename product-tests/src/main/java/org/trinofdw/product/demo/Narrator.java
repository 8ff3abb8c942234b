package org.trinofdw.product.demo;

import org.trinofdw.product.console.Console;
import org.trinofdw.product.query.ResultComparison;
import org.trinofdw.product.query.Results;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.product.console.Console.seconds;

/**
 * Runs statements, tells what it does and what it gets, and keeps the score of the checks.
 */
final class Narrator
{
    /** Longer statements are cut. */
    private static final int SHOWN_LINES = 24;

    private final Console console;
    private final List<String> failures = new ArrayList<>();
    private int steps;
    private int checks;

    Narrator(Console console)
    {
        this.console = requireNonNull(console, "console is null");
    }

    void step(String title)
    {
        steps++;
        console.heading("%s. %s".formatted(steps, title));
    }

    void say(String text)
    {
        console.line("  " + text);
    }

    /**
     * Runs a statement without a result to show, and tells its time.
     *
     * @return the rows that it changed
     */
    long run(Connection connection, String shown, String sql)
            throws SQLException
    {
        show(shown);
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            long changed = Math.max(0, statement.getLargeUpdateCount());
            warnings(statement);
            console.line("  %s  %s".formatted(changed > 0 ? "%,d rows".formatted(changed) : "done", time(start)));
            return changed;
        }
    }

    /**
     * Runs a query and shows what it gives.
     */
    Results query(Connection connection, String sql)
            throws SQLException
    {
        show(sql);
        long start = System.nanoTime();
        Results results;
        try (Statement statement = connection.createStatement()) {
            results = Results.read(statement.executeQuery(sql));
            warnings(statement);
        }
        console.table(results.table());
        console.line("  %s rows  %s".formatted(results.rows().size(), time(start)));
        return results;
    }

    private void show(String sql)
    {
        List<String> lines = sql.lines().toList();
        if (lines.size() <= SHOWN_LINES) {
            console.indented(sql);
            return;
        }
        console.indented(String.join("\n", lines.subList(0, SHOWN_LINES)));
        console.indented("… (%s more lines)".formatted(lines.size() - SHOWN_LINES));
    }

    private void warnings(Statement statement)
            throws SQLException
    {
        for (SQLWarning warning = statement.getWarnings(); warning != null; warning = warning.getNextWarning()) {
            console.line("  WARNING: " + warning.getMessage());
        }
    }

    private String time(long start)
    {
        return console.dim(seconds(Duration.ofNanos(System.nanoTime() - start)));
    }

    void check(String what, Results expected, Results actual)
    {
        report(what, ResultComparison.difference(expected, actual));
    }

    void check(String what, Object expected, Object actual)
    {
        report(what, expected.equals(actual) ? Optional.empty() : Optional.of("%s where %s was expected".formatted(actual, expected)));
    }

    private void report(String what, Optional<String> difference)
    {
        checks++;
        if (difference.isEmpty()) {
            console.line("  " + console.good("✓") + " " + what);
        }
        else {
            failures.add("%s: %s".formatted(what, difference.get()));
            console.line("  %s %s: %s".formatted(console.bad("✗ WRONG"), what, difference.get()));
        }
    }

    /**
     * Tells the score.
     *
     * @return whether all checks held
     */
    boolean conclude(Duration elapsed)
    {
        console.line("");
        if (failures.isEmpty()) {
            console.line(console.good("All %s checks of %s steps held".formatted(checks, steps)) + ", " + seconds(elapsed));
            return true;
        }
        console.line(console.bad("%s of %s checks failed:".formatted(failures.size(), checks)));
        failures.forEach(failure -> console.line("  " + failure));
        return false;
    }
}
