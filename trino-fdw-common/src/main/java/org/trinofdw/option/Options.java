package org.trinofdw.option;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * The options of one object, validated by an {@link OptionTable}. Holds the text that was given, by option name.
 */
public final class Options
{
    public static final Options EMPTY = new Options(ImmutableMap.of(), ImmutableSet.of());

    private final Map<String, String> values;
    // names of the options whose values may be shown
    private final Set<String> printable;

    Options(Map<String, String> values, Set<String> printable)
    {
        this.values = ImmutableMap.copyOf(requireNonNull(values, "values is null"));
        this.printable = ImmutableSet.copyOf(requireNonNull(printable, "printable is null"));
    }

    /**
     * Options that were validated before they were serialised.
     */
    @JsonCreator
    public static Options fromValidated(Map<String, String> values)
    {
        return new Options(values, ImmutableSet.of());
    }

    /**
     * The value that was set, without regard to the default of the option.
     */
    public <T> Optional<T> get(Option<T> option)
    {
        return Optional.ofNullable(values.get(option.name())).map(option::parse);
    }

    public boolean contains(Option<?> option)
    {
        return values.containsKey(option.name());
    }

    public boolean isEmpty()
    {
        return values.isEmpty();
    }

    /**
     * The text of each option, secrets included, by option name.
     */
    @JsonValue
    public Map<String, String> asMap()
    {
        return values;
    }

    @Override
    public boolean equals(Object object)
    {
        return object instanceof Options other && values.equals(other.values);
    }

    @Override
    public int hashCode()
    {
        return values.hashCode();
    }

    /**
     * The names, and the values of those options that are known not to be secret.
     */
    @Override
    public String toString()
    {
        return values.entrySet().stream()
                .map(entry -> "%s=%s".formatted(entry.getKey(), printable.contains(entry.getKey()) ? entry.getValue() : "***"))
                .collect(joining(", ", "{", "}"));
    }
}
