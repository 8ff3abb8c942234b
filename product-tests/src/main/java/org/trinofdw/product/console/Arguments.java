package org.trinofdw.product.console;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import static java.lang.Integer.parseInt;
import static java.util.Objects.requireNonNull;

/**
 * The arguments of one subcommand: options with a value ({@code --workers 2} or {@code --workers=2}) and flags.
 */
public final class Arguments
{
    private final String command;
    private final Map<String, String> values;
    private final Set<String> flags;

    private Arguments(String command, Map<String, String> values, Set<String> flags)
    {
        this.command = requireNonNull(command, "command is null");
        this.values = ImmutableMap.copyOf(values);
        this.flags = ImmutableSet.copyOf(flags);
    }

    /**
     * @throws LauncherException for an argument that the command does not know, or a value that is missing
     */
    public static Arguments parse(String command, List<String> arguments, Set<String> optionNames, Set<String> flagNames)
    {
        ImmutableMap.Builder<String, String> values = ImmutableMap.builder();
        ImmutableSet.Builder<String> flags = ImmutableSet.builder();
        for (int index = 0; index < arguments.size(); index++) {
            String argument = arguments.get(index);
            int separator = argument.indexOf('=');
            String name = separator < 0 ? argument : argument.substring(0, separator);
            if (separator < 0 && flagNames.contains(name)) {
                flags.add(name);
            }
            else if (!optionNames.contains(name)) {
                throw new LauncherException("'%s' is not an argument of './fdw %s'; it takes: %s".formatted(argument, command, allowed(optionNames, flagNames)));
            }
            else if (separator >= 0) {
                values.put(name, argument.substring(separator + 1));
            }
            else if (index + 1 < arguments.size()) {
                index++;
                values.put(name, arguments.get(index));
            }
            else {
                throw new LauncherException("%s of './fdw %s' needs a value".formatted(name, command));
            }
        }
        return new Arguments(command, values.buildKeepingLast(), flags.build());
    }

    private static String allowed(Set<String> optionNames, Set<String> flagNames)
    {
        List<String> names = ImmutableList.<String>builder()
                .addAll(optionNames.stream().map(name -> name + " VALUE").iterator())
                .addAll(flagNames)
                .build();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    public boolean has(String flag)
    {
        return flags.contains(flag);
    }

    public Optional<String> get(String name)
    {
        return Optional.ofNullable(values.get(name));
    }

    public String require(String name)
    {
        return get(name).orElseThrow(() -> new LauncherException("'./fdw %s' needs %s".formatted(command, name)));
    }

    public OptionalInt getInteger(String name, int minimum, int maximum)
    {
        Optional<String> text = get(name);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            int value = parseInt(text.get());
            if (value >= minimum && value <= maximum) {
                return OptionalInt.of(value);
            }
        }
        catch (NumberFormatException _) {
            // told below, like a number out of range
        }
        throw new LauncherException("%s must be a whole number from %s to %s, not '%s'".formatted(name, minimum, maximum, text.get()));
    }

    public double getDecimal(String name, double defaultValue)
    {
        Optional<String> text = get(name);
        try {
            return text.map(Double::parseDouble).orElse(defaultValue);
        }
        catch (NumberFormatException _) {
            throw new LauncherException("%s must be a number, not '%s'".formatted(name, text.orElseThrow()));
        }
    }

    public List<String> getList(String name)
    {
        return get(name)
                .map(value -> Arrays.stream(value.split(",")).map(String::trim).toList())
                .orElse(List.of());
    }
}
