package org.trinofdw.product.soak;

import com.google.common.collect.ImmutableMap;
import org.trinofdw.product.query.Results;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Queries over tables that nobody changes, whose results Trino's own tpch connector tells: scans, pushed down and not, joins across both wrappers, metadata.
 */
public final class FixedReads
        implements SoakFeature
{
    private static final String LINEITEM = "postgres.soak.lineitem";
    private static final String PART = "odps.\"default\".part";

    private static final List<String> QUERIES = List.of(
            "SELECT count(*), to_hex(checksum(l_orderkey)), to_hex(checksum(l_comment)), to_hex(checksum(l_extendedprice)), to_hex(checksum(l_shipdate)) FROM " + LINEITEM,
            "SELECT l_returnflag, l_linestatus, count(*), sum(CAST(l_quantity AS decimal(18, 2))) FROM " + LINEITEM + " WHERE l_shipdate <= DATE '1998-09-02' GROUP BY 1, 2 ORDER BY 1, 2",
            "SELECT l_orderkey, l_linenumber FROM " + LINEITEM + " WHERE l_partkey BETWEEN 100 AND 400 ORDER BY l_orderkey DESC, l_linenumber LIMIT 20",
            "SELECT p_brand, count(*), max(l_shipdate) FROM " + LINEITEM + " JOIN " + PART + " ON p_partkey = l_partkey WHERE p_size < 8 GROUP BY 1 ORDER BY 1",
            "SELECT count(*) FROM (SELECT * FROM " + LINEITEM + " LIMIT 1000)",
            "SELECT count(*), count(DISTINCT p_brand), sum(p_size) FROM " + PART,
            "SELECT p_brand, p_size FROM " + PART + " WHERE p_partkey IN (1, 77, 2000) ORDER BY p_partkey");
    private static final String ODPS_QUERY = "SELECT count(*), count(DISTINCT p_partkey) FROM TABLE(odps.system.query(query => 'SELECT p_partkey FROM part'))";
    private static final List<String> METADATA = List.of(
            "SELECT column_name FROM postgres.information_schema.columns WHERE table_schema = 'soak' AND table_name = 'account' ORDER BY ordinal_position",
            "SELECT table_name FROM postgres.information_schema.tables WHERE table_schema = 'soak' AND table_name IN ('account', 'ledger', 'event') ORDER BY 1");
    private static final List<List<List<Object>>> METADATA_ROWS = List.of(
            List.of(List.of("id"), List.of("balance"), List.of("filler")),
            List.of(List.of("account"), List.of("event"), List.of("ledger")));

    private final Map<String, List<List<Object>>> results;

    private FixedReads(Map<String, List<List<Object>>> results)
    {
        this.results = ImmutableMap.copyOf(results);
    }

    public static FixedReads of(SoakEnvironment environment)
            throws SQLException
    {
        ImmutableMap.Builder<String, List<List<Object>>> results = ImmutableMap.builder();
        try (Connection connection = environment.connect()) {
            for (String query : QUERIES) {
                results.put(query, Results.of(connection, query.replace(LINEITEM, "tpch.tiny.lineitem").replace(PART, "tpch.tiny.part")).rows());
            }
        }
        return new FixedReads(results.buildOrThrow());
    }

    @Override
    public void step(SoakClient client)
    {
        int choice = client.random().nextInt(QUERIES.size() + METADATA.size() + 1);
        if (choice < QUERIES.size()) {
            client.expect("fixed read", QUERIES.get(choice), results.get(QUERIES.get(choice)));
        }
        else if (choice < QUERIES.size() + METADATA.size()) {
            client.expect("metadata", METADATA.get(choice - QUERIES.size()), METADATA_ROWS.get(choice - QUERIES.size()));
        }
        else {
            client.expect("odps system.query", ODPS_QUERY, List.of(List.of(2000L, 2000L)));
        }
    }

    @Override
    public String toString()
    {
        return "fixed reads";
    }
}
