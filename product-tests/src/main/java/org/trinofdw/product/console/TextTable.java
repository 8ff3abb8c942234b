package org.trinofdw.product.console;

import com.google.common.collect.ImmutableList;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import static com.google.common.base.Strings.padEnd;
import static com.google.common.base.Strings.padStart;
import static java.util.stream.Collectors.joining;

/**
 * A table of text with aligned columns: numbers to the right, all else to the left.
 */
public final class TextTable
{
    private final List<String> headings;
    private final List<List<String>> rows;

    public TextTable(List<String> headings, List<List<String>> rows)
    {
        this.headings = ImmutableList.copyOf(headings);
        this.rows = rows.stream()
                .map(ImmutableList::copyOf)
                .collect(ImmutableList.toImmutableList());
        for (List<String> row : this.rows) {
            if (row.size() != headings.size()) {
                throw new IllegalArgumentException("A row of %s cells under %s headings".formatted(row.size(), headings.size()));
            }
        }
    }

    public List<String> lines()
    {
        List<String> lines = new ArrayList<>();
        lines.add(line(headings));
        lines.add(IntStream.range(0, headings.size())
                .mapToObj(column -> "-".repeat(width(column)))
                .collect(joining("  ")));
        rows.forEach(row -> lines.add(line(row)));
        return ImmutableList.copyOf(lines);
    }

    private String line(List<String> cells)
    {
        return IntStream.range(0, headings.size())
                .mapToObj(column -> numeric(column) ? padStart(cells.get(column), width(column), ' ') : padEnd(cells.get(column), width(column), ' '))
                .collect(joining("  "))
                .stripTrailing();
    }

    private int width(int column)
    {
        return Math.max(headings.get(column).length(), rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }

    private boolean numeric(int column)
    {
        return !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column).matches("[-+]?[0-9][0-9,._]*(E[-+]?[0-9]+)?( (s|x|MB/s|%|rows))?|"));
    }
}
