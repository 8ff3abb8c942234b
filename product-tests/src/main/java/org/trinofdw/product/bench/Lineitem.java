package org.trinofdw.product.bench;

import java.math.BigDecimal;
import java.util.List;

import static java.util.stream.Collectors.joining;
import static org.trinofdw.product.demo.DemoEnvironment.TPCH;

/**
 * TPC-H's largest table.
 */
final class Lineitem
{
    static final List<String> COLUMNS = List.of(
            "l_orderkey", "l_partkey", "l_suppkey", "l_linenumber", "l_quantity", "l_extendedprice", "l_discount", "l_tax",
            "l_returnflag", "l_linestatus", "l_shipdate", "l_commitdate", "l_receiptdate", "l_shipinstruct", "l_shipmode", "l_comment");

    private Lineitem() {}

    /** The table of Trino's generator at a scale factor. */
    static String source(BigDecimal scale)
    {
        return "%s.\"sf%s\".lineitem".formatted(TPCH, scale.stripTrailingZeros().toPlainString());
    }

    /** A query that has to read every value of the columns. */
    static String checksums(List<String> columns, String table)
    {
        return columns.stream()
                .map("checksum(%s)"::formatted)
                .collect(joining(", ", "SELECT ", " FROM " + table));
    }
}
