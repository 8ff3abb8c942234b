package org.trinofdw.option;

import io.trino.spi.type.Type;

import java.util.Comparator;
import java.util.Optional;

/**
 * How the text of an option is read. Options are text in DDL and in catalog files; session and table properties
 * carry SQL values whose text form is read the same way.
 */
interface OptionType<T>
{
    /**
     * The value that the text means.
     *
     * @throws IllegalArgumentException with what the value must be, worded to follow "must be" and without the value
     */
    T parse(String text);

    /**
     * The text that {@link #parse} reads back as the value.
     */
    String print(T value);

    /**
     * What the value must be, worded to follow "must be".
     */
    String expectation();

    /**
     * The SQL type of the property of this option.
     */
    Type sqlType();

    /**
     * The SQL value of an option text, of the Java class that Trino uses for values of {@link #sqlType()}.
     */
    Object toSqlValue(String text);

    /**
     * The order that ranges are checked in, for types that have ranges.
     */
    default Optional<Comparator<T>> order()
    {
        return Optional.empty();
    }
}
