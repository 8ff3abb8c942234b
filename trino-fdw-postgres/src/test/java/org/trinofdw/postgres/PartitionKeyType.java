package org.trinofdw.postgres;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Random;

/**
 * Types with few values, so that rows meet bounds.
 */
enum PartitionKeyType
{
    SMALLINT("smallint"),
    INTEGER("integer"),
    BIGINT("bigint"),
    DATE("date"),
    TIMESTAMP("timestamp"),
    TIMESTAMPTZ("timestamptz"),
    NUMERIC("numeric(8, 2)"),
    TEXT("text COLLATE \"C\""),
    VARCHAR("varchar(20) COLLATE \"C\""),
    UUID("uuid"),
    BOOLEAN("boolean");

    private final String text;

    PartitionKeyType(String text)
    {
        this.text = text;
    }

    /** The name of the type in DDL of PostgreSQL, which foreign DDL takes too. */
    String text()
    {
        return text;
    }

    /** A value as a literal of Trino. */
    String trinoLiteral(String value)
    {
        return switch (this) {
            case SMALLINT, INTEGER, BIGINT, NUMERIC, BOOLEAN -> value;
            case DATE -> "DATE '%s'".formatted(value);
            case TIMESTAMP -> "TIMESTAMP '%s'".formatted(value.replace('T', ' '));
            case TIMESTAMPTZ -> "TIMESTAMP '%s UTC'".formatted(value.replace("+00", ""));
            case TEXT, VARCHAR -> "'%s'".formatted(value);
            case UUID -> "UUID '%s'".formatted(value);
        };
    }

    static PartitionKeyType random(Random random)
    {
        return values()[random.nextInt(values().length)];
    }

    String value(Random random)
    {
        return value(random.nextInt(-30, 30));
    }

    /** Values in the order of the numbers. */
    String value(int number)
    {
        return switch (this) {
            case SMALLINT, INTEGER -> Integer.toString(number);
            case BIGINT -> Long.toString(number * 10_000_000_000L);
            case DATE -> LocalDate.of(2000, 1, 1).plusDays(number).toString();
            case TIMESTAMP -> LocalDateTime.of(2000, 1, 1, 0, 0, 0, 1_000).plusMinutes(number).toString();
            case TIMESTAMPTZ -> LocalDateTime.of(2000, 1, 1, 0, 0, 1).plusHours(number).toString().replace('T', ' ') + "+00";
            case NUMERIC -> "%s.%s".formatted(number, number < 0 ? "00" : "25");
            case TEXT, VARCHAR -> "k%02d".formatted(number + 30);
            case UUID -> "00000000-0000-0000-0000-0000000000%02d".formatted(number + 30);
            case BOOLEAN -> Boolean.toString(number >= 0);
        };
    }
}
