package org.trinofdw.option;

import com.google.common.collect.ImmutableSet;
import io.airlift.units.DataSize;
import io.airlift.units.Duration;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

/**
 * The declaration of one option of a wrapper: its name, the objects it may be set on, how its text is read, its
 * default and what it means. One declaration serves DDL, catalog properties, table, column and session properties,
 * documentation and the system tables.
 *
 * <p>Declarations are immutable; each of the fluent methods returns a changed copy.
 */
public final class Option<T>
{
    private final String name;
    private final String description;
    private final OptionType<T> type;
    private final Set<OptionLevel> levels;
    private final Set<String> aliases;
    private final Optional<T> defaultValue;
    private final Optional<T> minimum;
    private final Optional<T> maximum;
    private final Function<T, Optional<String>> check;
    private final boolean secret;
    private final Optional<String> refusal;
    private final Function<T, Optional<String>> idleness;
    private final String document;

    private Option(
            String name,
            String description,
            OptionType<T> type,
            Set<OptionLevel> levels,
            Set<String> aliases,
            Optional<T> defaultValue,
            Optional<T> minimum,
            Optional<T> maximum,
            Function<T, Optional<String>> check,
            boolean secret,
            Optional<String> refusal,
            Function<T, Optional<String>> idleness,
            String document)
    {
        this.name = requireNonNull(name, "name is null");
        this.description = requireNonNull(description, "description is null");
        this.type = requireNonNull(type, "type is null");
        this.levels = ImmutableSet.copyOf(levels);
        this.aliases = ImmutableSet.copyOf(aliases);
        this.defaultValue = requireNonNull(defaultValue, "defaultValue is null");
        this.minimum = requireNonNull(minimum, "minimum is null");
        this.maximum = requireNonNull(maximum, "maximum is null");
        this.check = requireNonNull(check, "check is null");
        this.secret = secret;
        this.refusal = requireNonNull(refusal, "refusal is null");
        this.idleness = requireNonNull(idleness, "idleness is null");
        this.document = requireNonNull(document, "document is null");
        checkArgument(!name.isEmpty() && !description.isEmpty(), "an option has a name and a description");
        checkArgument(minimum.isEmpty() && maximum.isEmpty() || type.order().isPresent(), "option %s has a range but no order", name);
    }

    private Option(String name, String description, OptionType<T> type)
    {
        this(name, description, type, Set.of(), Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), _ -> Optional.empty(), false, Optional.empty(), _ -> Optional.empty(), "");
    }

    public static Option<String> string(String name, String description)
    {
        return new Option<>(name, description, OptionTypes.STRING);
    }

    public static Option<Integer> integer(String name, String description)
    {
        return new Option<>(name, description, OptionTypes.INTEGER_TYPE);
    }

    public static Option<Long> bigint(String name, String description)
    {
        return new Option<>(name, description, OptionTypes.BIGINT_TYPE);
    }

    /**
     * A boolean in any of PostgreSQL's spellings.
     */
    public static Option<Boolean> bool(String name, String description)
    {
        return new Option<>(name, description, OptionTypes.BOOL);
    }

    /**
     * A finite number.
     */
    public static Option<Double> decimal(String name, String description)
    {
        return new Option<>(name, description, OptionTypes.DECIMAL);
    }

    /**
     * One of the constants of an enum, in lower case, or by its text if the enum is a {@link NamedValue}.
     */
    public static <E extends Enum<E>> Option<E> oneOf(String name, String description, Class<E> values)
    {
        return new Option<>(name, description, OptionTypes.oneOf(values));
    }

    /**
     * A comma-separated list; blanks around entries do not count.
     */
    public static Option<List<String>> list(String name, String description)
    {
        return new Option<>(name, description, OptionTypes.LIST);
    }

    /**
     * A duration with its unit ("10s").
     */
    public static Option<Duration> duration(String name, String description)
    {
        return new Option<>(name, description, OptionTypes.DURATION);
    }

    /**
     * A duration with its unit, or a plain number, which counts seconds as in PostgreSQL's documents.
     */
    public static Option<Duration> seconds(String name, String description)
    {
        return new Option<>(name, description, OptionTypes.DURATION_OR_SECONDS);
    }

    public static Option<DataSize> dataSize(String name, String description)
    {
        return new Option<>(name, description, OptionTypes.DATA_SIZE);
    }

    /**
     * Allows the option on these objects, in addition to those it is allowed on already.
     */
    public Option<T> at(OptionLevel... levels)
    {
        return new Option<>(name, description, type, ImmutableSet.<OptionLevel>builder().addAll(this.levels).add(levels).build(), aliases, defaultValue, minimum, maximum, check, secret, refusal, idleness, document);
    }

    public Option<T> withDefault(T value)
    {
        return new Option<>(name, description, type, levels, aliases, Optional.of(value), minimum, maximum, check, secret, refusal, idleness, document);
    }

    public Option<T> atLeast(T value)
    {
        return new Option<>(name, description, type, levels, aliases, defaultValue, Optional.of(value), maximum, check, secret, refusal, idleness, document);
    }

    public Option<T> atMost(T value)
    {
        return new Option<>(name, description, type, levels, aliases, defaultValue, minimum, Optional.of(value), check, secret, refusal, idleness, document);
    }

    /**
     * Adds a check of the value. It returns what the value must be, worded to follow "must be", or nothing if the value is good.
     */
    public Option<T> checked(Function<T, Optional<String>> check)
    {
        return new Option<>(name, description, type, levels, aliases, defaultValue, minimum, maximum, check, secret, refusal, idleness, document);
    }

    /**
     * The value never appears in messages, logs or system tables.
     */
    public Option<T> secret()
    {
        return new Option<>(name, description, type, levels, aliases, defaultValue, minimum, maximum, check, true, refusal, idleness, document);
    }

    /**
     * The documents have this option, but it has no meaning here: setting it is an error with this reason.
     */
    public Option<T> refused(String reason)
    {
        return new Option<>(name, description, type, levels, aliases, defaultValue, minimum, maximum, check, secret, Optional.of(reason), idleness, document);
    }

    /**
     * The documents have this option, and nothing here depends on it: setting it is accepted, and the user is told.
     *
     * @param idleness why the value changes nothing, worded to follow "has no effect:"; empty for a value that says what is done anyway
     */
    public Option<T> withoutEffect(Function<T, Optional<String>> idleness)
    {
        return new Option<>(name, description, type, levels, aliases, defaultValue, minimum, maximum, check, secret, refusal, idleness, document);
    }

    /**
     * Another name of the option.
     */
    public Option<T> alias(String alias)
    {
        return new Option<>(name, description, type, levels, ImmutableSet.<String>builder().addAll(aliases).add(alias).build(), defaultValue, minimum, maximum, check, secret, refusal, idleness, document);
    }

    /**
     * The document and section that define the option.
     */
    public Option<T> documented(String document)
    {
        return new Option<>(name, description, type, levels, aliases, defaultValue, minimum, maximum, check, secret, refusal, idleness, document);
    }

    public String name()
    {
        return name;
    }

    /**
     * The name as a catalog property: with dashes for underscores.
     */
    public String propertyName()
    {
        return name.replace('_', '-');
    }

    public String description()
    {
        return description;
    }

    public Set<OptionLevel> levels()
    {
        return levels;
    }

    public Set<String> aliases()
    {
        return aliases;
    }

    public Optional<T> defaultValue()
    {
        return defaultValue;
    }

    public Optional<String> defaultText()
    {
        return defaultValue.map(type::print);
    }

    public boolean isSecret()
    {
        return secret;
    }

    public Optional<String> refusal()
    {
        return refusal;
    }

    public String document()
    {
        return document;
    }

    /**
     * What a value must be, for documentation.
     */
    public String expectation()
    {
        if (minimum.isPresent() && maximum.isPresent()) {
            return "%s from %s to %s".formatted(type.expectation(), type.print(minimum.get()), type.print(maximum.get()));
        }
        if (minimum.isPresent()) {
            return "%s of at least %s".formatted(type.expectation(), type.print(minimum.get()));
        }
        if (maximum.isPresent()) {
            return "%s of at most %s".formatted(type.expectation(), type.print(maximum.get()));
        }
        return type.expectation();
    }

    /**
     * The value that the text means.
     *
     * @throws IllegalArgumentException with a complete message that holds no secret
     */
    public T parse(String text)
    {
        T value;
        try {
            value = type.parse(text);
        }
        catch (IllegalArgumentException e) {
            throw invalid(text, expectation());
        }
        minimum.ifPresent(bound -> checkRange(text, order(value, bound) >= 0));
        maximum.ifPresent(bound -> checkRange(text, order(value, bound) <= 0));
        check.apply(value).ifPresent(expectation -> {
            throw invalid(text, expectation);
        });
        return value;
    }

    /**
     * Why a valid value changes nothing, as a complete message. Empty if it does.
     */
    Optional<String> idleness(String text)
    {
        return idleness.apply(parse(text)).map(reason -> "option \"%s\" is accepted and has no effect: %s".formatted(name, reason));
    }

    /**
     * The text that means the value.
     */
    public String print(T value)
    {
        return type.print(value);
    }

    OptionType<T> type()
    {
        return type;
    }

    private int order(T left, T right)
    {
        checkState(type.order().isPresent(), "option %s has no order", name);
        return type.order().get().compare(left, right);
    }

    private void checkRange(String text, boolean inside)
    {
        if (!inside) {
            throw invalid(text, expectation());
        }
    }

    private IllegalArgumentException invalid(String text, String expectation)
    {
        if (secret) {
            return new IllegalArgumentException("invalid value for option \"%s\": must be %s".formatted(name, expectation));
        }
        return new IllegalArgumentException("invalid value \"%s\" for option \"%s\": must be %s".formatted(text, name, expectation));
    }

    @Override
    public String toString()
    {
        return name;
    }
}
