package org.trinofdw.product.console;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TestTextTable
{
    @Test
    void testNumbersAreAlignedToTheRight()
    {
        TextTable table = new TextTable(List.of("node", "rows"), List.of(List.of("worker-1", "7"), List.of("w2", "1,234")));

        assertThat(table.lines()).containsExactly(
                "node       rows",
                "--------  -----",
                "worker-1      7",
                "w2        1,234");
    }

    @Test
    void testColumnWithTextIsAlignedToTheLeft()
    {
        TextTable table = new TextTable(List.of("value"), List.of(List.of("1"), List.of("NULL")));

        assertThat(table.lines()).containsExactly("value", "-----", "1", "NULL");
    }

    @Test
    void testRowOfAnotherWidthIsRefused()
    {
        assertThatThrownBy(() -> new TextTable(List.of("a", "b"), List.of(List.of("1"))))
                .hasMessage("A row of 1 cells under 2 headings");
    }
}
