package org.trinofdw.postgres;

import io.trino.spi.type.Type;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.trinofdw.ddl.PartitionLiterals;
import org.trinofdw.definition.DeclaredType;
import org.trinofdw.partition.PartitionHash;
import org.trinofdw.testing.postgres.TestingPostgresServer;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.CharType.createCharType;
import static io.trino.spi.type.DateType.DATE;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.NumberType.NUMBER;
import static io.trino.spi.type.RealType.REAL;
import static io.trino.spi.type.SmallintType.SMALLINT;
import static io.trino.spi.type.TimestampType.TIMESTAMP_MICROS;
import static io.trino.spi.type.TimestampWithTimeZoneType.TIMESTAMP_TZ_MICROS;
import static io.trino.spi.type.UuidType.UUID;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.TestInstance.Lifecycle.PER_CLASS;

/**
 * The hashes of keys, held against those of PostgreSQL.
 */
@TestInstance(PER_CLASS)
final class TestPartitionHash
{
    private static final int VALUES = 2_000;
    private static final int MODULUS = 32_749;

    private TestingPostgresServer server;
    private final Random random = new Random(7);

    @BeforeAll
    void start()
    {
        server = TestingPostgresServer.start();
    }

    @AfterAll
    void stop()
    {
        server.close();
    }

    @Test
    void testIntegers()
            throws SQLException
    {
        assertSameHashes("smallint", SMALLINT, List.of("0", "-1", "32767", "-32768"), random -> Integer.toString(random.nextInt(-32768, 32768)));
        assertSameHashes("integer", INTEGER, List.of("0", "-1", "2147483647", "-2147483648"), random -> Integer.toString(random.nextInt()));
        assertSameHashes("bigint", BIGINT, List.of("0", "-1", "9223372036854775807", "-9223372036854775808", "2147483648"), random -> Long.toString(random.nextLong() >> random.nextInt(64)));
    }

    @Test
    void testText()
            throws SQLException
    {
        assertSameHashes("text", VARCHAR, List.of("", " ", "a "), TestPartitionHash::text);
        assertSameHashes("character varying(100)", VARCHAR, List.of("", "Z\\u00fcrich"), TestPartitionHash::text);
        assertSameHashes("character(40)", createCharType(40), List.of("", "a  "), TestPartitionHash::text);
    }

    @Test
    void testNumbers()
            throws SQLException
    {
        List<String> edges = List.of("0", "0.00", "1", "-1", "10000", "100000000", "0.0001", "0.00010000", "0.00001", "9999.9999", "12345678901234567890.123456789");
        assertSameHashes("numeric", NUMBER, edges, random -> new BigDecimal(new BigInteger(random.nextInt(1, 200), random), random.nextInt(-12, 40)).toPlainString());
        assertSameHashes("real", REAL, List.of("0", "1.5", "-1.5"), random -> Float.toString(random.nextFloat() * random.nextInt()));
        assertSameHashes("double precision", DOUBLE, List.of("0", "1.5", "-1e300"), random -> Double.toString(random.nextGaussian() * 1e10));
    }

    @Test
    void testOthers()
            throws SQLException
    {
        assertSameHashes("boolean", BOOLEAN, List.of("true", "false"), random -> Boolean.toString(random.nextBoolean()));
        assertSameHashes("date", DATE, List.of("2000-01-01", "1999-12-31", "1970-01-01"), random -> LocalDate.ofEpochDay(random.nextInt(-100_000, 1_000_000)).toString());
        assertSameHashes("uuid", UUID, List.of("00000000-0000-0000-0000-000000000000"), random -> java.util.UUID.randomUUID().toString());
        Function<Random, String> timestamps = random -> "%04d-%02d-%02d %02d:%02d:%02d.%06d".formatted(random.nextInt(1, 9999), random.nextInt(1, 13), random.nextInt(1, 29), random.nextInt(24), random.nextInt(60), random.nextInt(60), random.nextInt(1_000_000));
        assertSameHashes("timestamp(6) without time zone", TIMESTAMP_MICROS, List.of("2000-01-01 00:00:00"), timestamps);
        assertSameHashes("timestamp(6) with time zone", TIMESTAMP_TZ_MICROS, List.of("2000-01-01 00:00:00+02"), random -> timestamps.apply(random) + "+05");
    }

    /** Rows of two keys, of which either may be NULL. */
    @Test
    void testRows()
            throws SQLException
    {
        DeclaredType integer = new DeclaredType("integer", INTEGER);
        DeclaredType text = new DeclaredType("text", VARCHAR);
        server.execute("CREATE TABLE pairs (a int, b text) PARTITION BY HASH (a, b)");
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < VALUES; row++) {
            Optional<String> number = Optional.of(Integer.toString(random.nextInt())).filter(_ -> random.nextInt(4) > 0);
            Optional<String> note = Optional.of(text(random)).filter(_ -> random.nextInt(4) > 0);
            rows.add("(%s::int, %s::text, %s)".formatted(literal(number), literal(note), remainder(List.of(hash(integer, number), hash(text, note)))));
        }
        assertRemainders("pairs", "a, b", rows);
    }

    private void assertSameHashes(String typeName, Type trinoType, List<String> edges, Function<Random, String> generator)
            throws SQLException
    {
        DeclaredType type = new DeclaredType(typeName, trinoType);
        assertThat(PartitionHash.isSupported(type)).isTrue();
        String table = "hashed_by_" + typeName.replaceAll("\\W+", "_");
        server.execute("CREATE TABLE %s (k %s) PARTITION BY HASH (k)".formatted(table, typeName));
        assertRemainders(
                table,
                "k",
                Stream.concat(edges.stream(), Stream.generate(() -> generator.apply(random)).limit(VALUES))
                        .map(Optional::of)
                        .map(value -> "(%s::%s, %s)".formatted(literal(value), typeName, remainder(List.of(hash(type, value)))))
                        .toList());
    }

    /** PostgreSQL says of each row whether it leaves the remainder; for a prime that large it does not by chance. */
    private void assertRemainders(String table, String keys, List<String> rows)
            throws SQLException
    {
        String sql = "SELECT * FROM (VALUES %s) AS rows (%s, remainder) WHERE NOT satisfies_hash_partition('%s'::regclass, %s, remainder, %s)".formatted(String.join(", ", rows), keys, table, MODULUS, keys);
        List<String> different = new ArrayList<>();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            while (results.next()) {
                different.add(results.getString(1));
            }
        }
        assertThat(different).describedAs(table).isEmpty();
    }

    private static String remainder(List<OptionalLong> hashes)
    {
        return Long.toString(Long.remainderUnsigned(PartitionHash.ofRow(hashes), MODULUS));
    }

    private static OptionalLong hash(DeclaredType type, Optional<String> value)
    {
        return value.map(text -> OptionalLong.of(PartitionHash.of(type, PartitionLiterals.value(type, text, "value")))).orElseGet(OptionalLong::empty);
    }

    private static String literal(Optional<String> value)
    {
        return value.map("'%s'"::formatted).orElse("NULL");
    }

    private static String text(Random random)
    {
        return random.ints(random.nextInt(40), 'a', 'z' + 1)
                .mapToObj(Character::toString)
                .collect(joining());
    }
}
