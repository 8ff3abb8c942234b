package org.trinofdw.product.demo;

import com.google.common.collect.ImmutableList;
import org.trinofdw.product.query.Results;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import static java.util.stream.Collectors.joining;

/**
 * Tells whether two TPC-H lineitem tables hold the same rows, whatever the order: the count and a checksum of each of the 16 columns.
 */
public final class LineitemFingerprint
{
    private static final List<String> NUMBERS = ImmutableList.of("l_orderkey", "l_partkey", "l_suppkey", "l_linenumber");
    private static final List<String> OTHERS = ImmutableList.of("l_quantity", "l_extendedprice", "l_discount", "l_tax", "l_shipdate", "l_commitdate", "l_receiptdate");
    // declared as char here and varchar there
    private static final List<String> TEXTS = ImmutableList.of("l_returnflag", "l_linestatus", "l_shipinstruct", "l_shipmode", "l_comment");

    private LineitemFingerprint() {}

    public static Results of(Connection connection, String table)
            throws SQLException
    {
        return Results.of(connection, query(table));
    }

    static String query(String table)
    {
        String checksums = ImmutableList.<String>builder()
                .addAll(NUMBERS.stream().map("checksum(CAST(%1$s AS bigint)) AS %1$s"::formatted).iterator())
                .addAll(OTHERS.stream().map("checksum(%1$s) AS %1$s"::formatted).iterator())
                .addAll(TEXTS.stream().map("checksum(rtrim(CAST(%1$s AS varchar))) AS %1$s"::formatted).iterator())
                .build().stream()
                .collect(joining(", "));
        return "SELECT count(*) AS row_count, %s FROM %s".formatted(checksums, table);
    }
}
