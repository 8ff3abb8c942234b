package org.trinofdw.partition;

import io.trino.spi.connector.SchemaTableName;
import io.trino.spi.predicate.Domain;
import io.trino.spi.predicate.Range;
import io.trino.spi.predicate.TupleDomain;
import io.trino.spi.predicate.ValueSet;
import io.trino.spi.type.Type;
import org.junit.jupiter.api.Test;
import org.trinofdw.ddl.TestingCatalogs;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import static io.airlift.slice.Slices.utf8Slice;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DecimalType.createDecimalType;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static org.assertj.core.api.Assertions.assertThat;

final class TestCheckDomains
{
    @Test
    void testNotNull()
    {
        assertThat(domain("a int NOT NULL, b int")).isEqualTo(on("a", Domain.notNull(INTEGER)));
    }

    @Test
    void testComparisons()
    {
        assertCheck("a = 5", ValueSet.of(INTEGER, 5L));
        assertCheck("(a <> 5)", ValueSet.of(INTEGER, 5L).complement());
        assertCheck("a >= -5 AND a < 10", ValueSet.ofRanges(Range.range(INTEGER, -5L, true, 10L, false)));
        assertCheck("a BETWEEN 1 AND 3 AND (a > 2)", ValueSet.ofRanges(Range.range(INTEGER, 2L, false, 3L, true)));
        assertCheck("a IN (1, 2) OR a = 7 AND a > 3", ValueSet.of(INTEGER, 1L, 2L, 7L));
        assertThat(domain("a int, CHECK (a IS NOT NULL)")).isEqualTo(on("a", Domain.notNull(INTEGER)));
        assertThat(domain("a int, CHECK (a IS NULL)")).isEqualTo(on("a", Domain.onlyNull(INTEGER)));
    }

    @Test
    void testTypes()
    {
        long day = LocalDate.parse("2016-07-01").toEpochDay();
        Domain after = Domain.create(ValueSet.ofRanges(Range.greaterThanOrEqual(DATE, day)), true);
        assertThat(domain("d date, CHECK (d >= DATE '2016-07-01')")).isEqualTo(on("d", after));
        assertThat(domain("d date, CHECK (d >= '2016-07-01'::date)")).isEqualTo(on("d", after));
        assertThat(domain("\"d\" date CHECK (\"d\" >= '2016-07-01')")).isEqualTo(on("d", after));
        assertThat(domain("t text, CHECK (t IN ('it''s', 'b'))")).isEqualTo(on("t", Domain.create(ValueSet.of(VARCHAR, utf8Slice("it's"), utf8Slice("b")), true)));
        Type decimal = createDecimalType(5, 2);
        assertThat(domain("n numeric(5, 2), CHECK (n > 1.5)")).isEqualTo(on("n", Domain.create(ValueSet.ofRanges(Range.greaterThan(decimal, 150L)), true)));
    }

    @Test
    void testWhatSaysNothing()
    {
        for (String columns : List.of(
                // rounded it would leave 1.01 out
                "n numeric(5, 2), CHECK (n > 1.005)",
                "a int, CHECK (a > 1.5)",
                "a int, CHECK (a > 1 OR a % 2 = 0)",
                "a int, CHECK (a + 1 > 1)",
                "a int, b int, CHECK (a < b)",
                "a int, CHECK (NOT a = 1)",
                "a int, CHECK (length(a::text) > 1)",
                "d date, CHECK (d >= '2016-07-01 12:00:00'::timestamp)",
                // only the server knows the order
                "t text, CHECK (t > 'a')",
                // NaN is greater than all numbers there
                "r real, CHECK (r > 1)",
                "t text COLLATE ignore_case, CHECK (t = 'a')")) {
            assertThat(domain(columns)).describedAs(columns).isEqualTo(TupleDomain.all());
        }
        // another one still counts
        assertThat(domain("a int, CHECK (a % 2 = 0), CHECK (a = 4)")).isEqualTo(on("a", Domain.create(ValueSet.of(INTEGER, 4L), true)));
        assertThat(domain("a int, b int, CHECK (a = 1 OR b = 2)")).isEqualTo(TupleDomain.all());
    }

    private static void assertCheck(String expression, ValueSet values)
    {
        // null is not false
        assertThat(domain("a int, CHECK (" + expression + ")")).describedAs(expression).isEqualTo(on("a", Domain.create(values, true)));
    }

    private static TupleDomain<String> on(String column, Domain domain)
    {
        return TupleDomain.withColumnDomains(Map.of(column, domain));
    }

    private static TupleDomain<String> domain(String columns)
    {
        return CheckDomains.of(TestingCatalogs.create(Map.of(), "CREATE FOREIGN TABLE t (%s) SERVER test".formatted(columns)).table(new SchemaTableName("public", "t")).orElseThrow());
    }
}
