package org.trinofdw.product.query;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import static org.trinofdw.product.query.Results.text;

/**
 * Compares rows in their order. Doubles are equal within a relative 1e-9, since sums depend on the order of their rows; all else
 * must be equal.
 */
public final class ResultComparison
{
    private static final double TOLERANCE = 1e-9;

    private ResultComparison() {}

    /**
     * @return the first difference in words, or nothing
     */
    public static Optional<String> difference(Results expected, Results actual)
    {
        if (expected.columns().size() != actual.columns().size()) {
            return Optional.of("%s columns where %s were expected".formatted(actual.columns().size(), expected.columns().size()));
        }
        int common = Math.min(expected.rows().size(), actual.rows().size());
        for (int row = 0; row < common; row++) {
            List<Object> expectedRow = expected.rows().get(row);
            List<Object> actualRow = actual.rows().get(row);
            for (int column = 0; column < expectedRow.size(); column++) {
                if (!same(expectedRow.get(column), actualRow.get(column))) {
                    return Optional.of("row %s, column %s: %s where %s was expected".formatted(
                            row + 1,
                            actual.columns().get(column),
                            text(actualRow.get(column)),
                            text(expectedRow.get(column))));
                }
            }
        }
        if (expected.rows().size() != actual.rows().size()) {
            return Optional.of("%s rows where %s were expected".formatted(actual.rows().size(), expected.rows().size()));
        }
        return Optional.empty();
    }

    private static boolean same(Object expected, Object actual)
    {
        return switch (expected) {
            case byte[] bytes -> actual instanceof byte[] other && Arrays.equals(bytes, other);
            case Double number -> actual instanceof Double other && close(number, other);
            case Float number -> actual instanceof Float other && close(number, other);
            case null, default -> Objects.equals(expected, actual);
        };
    }

    private static boolean close(double expected, double actual)
    {
        return Double.compare(expected, actual) == 0
                || Math.abs(expected - actual) <= TOLERANCE * Math.max(Math.abs(expected), Math.abs(actual));
    }
}
