package org.trinofdw.option;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.airlift.units.DataSize;
import io.airlift.units.Duration;
import io.trino.spi.type.Type;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import static io.trino.spi.type.BigintType.BIGINT;
import static io.trino.spi.type.BooleanType.BOOLEAN;
import static io.trino.spi.type.DoubleType.DOUBLE;
import static io.trino.spi.type.IntegerType.INTEGER;
import static io.trino.spi.type.VarcharType.VARCHAR;
import static java.util.Locale.ENGLISH;
import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.joining;

/**
 * The types of options.
 */
final class OptionTypes
{
    static final OptionType<String> STRING = new SimpleType<>("text", VARCHAR, text -> text, value -> value, text -> text, Optional.empty());

    static final OptionType<Integer> INTEGER_TYPE = new SimpleType<>(
            "an integer",
            INTEGER,
            text -> Integer.valueOf(number(text)),
            Object::toString,
            text -> Integer.valueOf(number(text)),
            Optional.of(Comparator.<Integer>naturalOrder()));

    static final OptionType<Long> BIGINT_TYPE = new SimpleType<>(
            "an integer",
            BIGINT,
            text -> Long.valueOf(number(text)),
            Object::toString,
            text -> Long.valueOf(number(text)),
            Optional.of(Comparator.<Long>naturalOrder()));

    static final OptionType<Double> DECIMAL = new SimpleType<>(
            "a finite number",
            DOUBLE,
            OptionTypes::finite,
            Object::toString,
            OptionTypes::finite,
            Optional.of(Comparator.<Double>naturalOrder()));

    // the spellings of PostgreSQL's boolean options (defGetBoolean and parse_bool)
    private static final Map<String, Boolean> BOOLEANS = ImmutableMap.<String, Boolean>builder()
            .put("true", true)
            .put("on", true)
            .put("yes", true)
            .put("1", true)
            .put("false", false)
            .put("off", false)
            .put("no", false)
            .put("0", false)
            .buildOrThrow();

    static final OptionType<Boolean> BOOL = new SimpleType<>(
            "a boolean: true, false, on, off, yes, no, 1 or 0",
            BOOLEAN,
            OptionTypes::bool,
            Object::toString,
            OptionTypes::bool,
            Optional.empty());

    static final OptionType<List<String>> LIST = new SimpleType<>(
            "a comma-separated list without empty entries",
            VARCHAR,
            OptionTypes::list,
            value -> String.join(", ", value),
            text -> text,
            Optional.empty());

    static final OptionType<Duration> DURATION = new SimpleType<>(
            "a duration with its unit, such as 10s or 5m",
            VARCHAR,
            Duration::valueOf,
            Duration::toString,
            text -> text,
            Optional.of(Comparator.<Duration>naturalOrder()));

    static final OptionType<Duration> DURATION_OR_SECONDS = new SimpleType<>(
            "a number of seconds, or a duration with its unit, such as 10s or 5m",
            VARCHAR,
            text -> isNumber(text) ? new Duration(Long.parseLong(text.strip()), SECONDS) : Duration.valueOf(text),
            Duration::toString,
            text -> text,
            Optional.of(Comparator.<Duration>naturalOrder()));

    static final OptionType<DataSize> DATA_SIZE = new SimpleType<>(
            "a data size with its unit, such as 64MB",
            VARCHAR,
            DataSize::valueOf,
            DataSize::toString,
            text -> text,
            Optional.of(Comparator.<DataSize>naturalOrder()));

    private OptionTypes() {}

    /**
     * One of the constants of an enum, by its text, a synonym of it, or its Java name in lower case.
     */
    static <E extends Enum<E>> OptionType<E> oneOf(Class<E> values)
    {
        ImmutableMap.Builder<String, E> byText = ImmutableMap.builder();
        for (E value : values.getEnumConstants()) {
            byText.put(text(value), value);
            if (value instanceof NamedValue named) {
                named.synonyms().forEach(synonym -> byText.put(synonym, value));
            }
        }
        Map<String, E> constants = byText.buildOrThrow();
        String expectation = "one of " + constants.keySet().stream().collect(joining("', '", "'", "'"));
        return new SimpleType<>(
                expectation,
                VARCHAR,
                text -> Optional.ofNullable(constants.get(text.toLowerCase(ENGLISH)))
                        .orElseThrow(() -> new IllegalArgumentException(expectation)),
                OptionTypes::text,
                text -> text,
                Optional.empty());
    }

    private static String text(Enum<?> value)
    {
        return value instanceof NamedValue named ? named.text() : value.name().toLowerCase(ENGLISH);
    }

    private static String number(String text)
    {
        // PostgreSQL's option parsers allow blanks around a number
        return text.strip();
    }

    private static boolean isNumber(String text)
    {
        return !text.isBlank() && CharMatcher.inRange('0', '9').matchesAllOf(text.strip()) && text.strip().length() <= 18;
    }

    private static double finite(String text)
    {
        String number = text.strip();
        // Double.parseDouble also reads suffixes and hexadecimal numbers, which PostgreSQL does not
        if (!CharMatcher.anyOf("+-.eE").or(CharMatcher.inRange('0', '9')).matchesAllOf(number)) {
            throw new IllegalArgumentException("not a number");
        }
        double value = Double.parseDouble(number);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("not finite");
        }
        return value;
    }

    private static boolean bool(String text)
    {
        Boolean value = BOOLEANS.get(text.toLowerCase(ENGLISH));
        if (value == null) {
            throw new IllegalArgumentException("not a boolean");
        }
        return value;
    }

    private static List<String> list(String text)
    {
        if (text.isBlank()) {
            return ImmutableList.of();
        }
        List<String> entries = Splitter.on(',').trimResults().splitToList(text);
        if (entries.contains("")) {
            throw new IllegalArgumentException("empty entry");
        }
        return ImmutableList.copyOf(entries);
    }

    private record SimpleType<T>(
            String expectation,
            Type sqlType,
            Function<String, T> parser,
            Function<T, String> printer,
            Function<String, Object> sqlValue,
            Optional<Comparator<T>> order)
            implements OptionType<T>
    {
        private SimpleType
        {
            requireNonNull(expectation, "expectation is null");
            requireNonNull(sqlType, "sqlType is null");
            requireNonNull(parser, "parser is null");
            requireNonNull(printer, "printer is null");
            requireNonNull(sqlValue, "sqlValue is null");
            requireNonNull(order, "order is null");
        }

        @Override
        public T parse(String text)
        {
            try {
                return parser.apply(text);
            }
            catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(expectation);
            }
        }

        @Override
        public String print(T value)
        {
            return printer.apply(value);
        }

        @Override
        public Object toSqlValue(String text)
        {
            return sqlValue.apply(text);
        }
    }
}
