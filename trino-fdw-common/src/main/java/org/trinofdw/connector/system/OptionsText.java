package org.trinofdw.connector.system;

import org.trinofdw.option.OptionTable;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

/**
 * Options as system tables show them. The value of an option that is secret, or not known, is never shown.
 */
record OptionsText(OptionTable optionTable)
{
    private static final String HIDDEN = "***";

    OptionsText
    {
        requireNonNull(optionTable, "optionTable is null");
    }

    String value(String name, String value)
    {
        return optionTable.find(name).filter(option -> !option.isSecret()).map(_ -> value).orElse(HIDDEN);
    }

    /**
     * All options in the order of their names, as an OPTIONS clause has them.
     */
    Optional<String> list(Map<String, String> options)
    {
        if (options.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TreeMap<>(options).entrySet().stream()
                .map(option -> "%s '%s'".formatted(option.getKey(), value(option.getKey(), option.getValue()).replace("'", "''")))
                .collect(joining(", ")));
    }
}
