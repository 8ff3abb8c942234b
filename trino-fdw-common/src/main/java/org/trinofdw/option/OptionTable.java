package org.trinofdw.option;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ListMultimap;
import io.trino.spi.TrinoException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.collect.ImmutableList.toImmutableList;
import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;
import static org.trinofdw.error.FdwErrorCode.INVALID_OPTION;

/**
 * All options of one wrapper. Validates the options of an object by its level and reports every problem at once, each
 * with its remedy, as PostgreSQL's validator functions do for their first one.
 */
public final class OptionTable
{
    private final String wrapperName;
    private final List<Option<?>> options;
    private final Map<String, Option<?>> byName;
    private final ListMultimap<OptionLevel, OptionRule> rules;
    private final Optional<Credentials> credentials;
    private final Optional<RemoteNames> remoteNames;

    private OptionTable(
            String wrapperName,
            List<Option<?>> options,
            ListMultimap<OptionLevel, OptionRule> rules,
            Optional<Credentials> credentials,
            Optional<RemoteNames> remoteNames)
    {
        this.wrapperName = requireNonNull(wrapperName, "wrapperName is null");
        this.options = ImmutableList.copyOf(options);
        this.rules = ImmutableListMultimap.copyOf(rules);
        this.credentials = requireNonNull(credentials, "credentials is null");
        this.remoteNames = requireNonNull(remoteNames, "remoteNames is null");
        ImmutableMap.Builder<String, Option<?>> names = ImmutableMap.builder();
        for (Option<?> option : options) {
            checkArgument(!option.levels().isEmpty(), "option %s has no level", option.name());
            names.put(option.name(), option);
            option.aliases().forEach(alias -> names.put(alias, option));
        }
        this.byName = names.buildOrThrow();
    }

    /**
     * The options of a user mapping that identify and authenticate the remote user.
     */
    public record Credentials(Option<String> user, Option<String> secret)
    {
        public Credentials
        {
            requireNonNull(user, "user is null");
            requireNonNull(secret, "secret is null");
        }
    }

    /**
     * The options that say which remote table and columns a foreign table maps to.
     *
     * @param schema the remote schema, if that of the foreign table's own schema holds without it
     * @param table the remote table, by default of the foreign table's own name
     * @param column the remote column, by default of the column's own name
     * @param others further options of a table that only a foreign table has
     */
    public record RemoteNames(Optional<Option<String>> schema, Option<String> table, Option<String> column, Set<Option<?>> others)
    {
        public RemoteNames
        {
            requireNonNull(schema, "schema is null");
            requireNonNull(table, "table is null");
            requireNonNull(column, "column is null");
            others = ImmutableSet.copyOf(others);
        }

        /**
         * Whether an option of this name on a table means that the table is a foreign one.
         */
        public boolean isTableName(String option)
        {
            return table.name().equals(option) ||
                    schema.map(Option::name).filter(option::equals).isPresent() ||
                    others.stream().anyMatch(other -> other.name().equals(option));
        }
    }

    public static OptionTable of(String wrapperName, Option<?>... options)
    {
        return of(wrapperName, Arrays.asList(options));
    }

    public static OptionTable of(String wrapperName, List<Option<?>> options)
    {
        return new OptionTable(wrapperName, options, ImmutableListMultimap.of(), Optional.empty(), Optional.empty());
    }

    /**
     * Adds a rule over several options, checked when each of them is good by itself.
     */
    public OptionTable withRule(OptionLevel level, OptionRule rule)
    {
        return new OptionTable(wrapperName, options, ImmutableListMultimap.<OptionLevel, OptionRule>builder().putAll(rules).put(level, rule).build(), credentials, remoteNames);
    }

    /**
     * Names the options of a user mapping that extra credentials of a session may take the place of.
     */
    public OptionTable withCredentials(Option<String> user, Option<String> secret)
    {
        return new OptionTable(wrapperName, options, rules, Optional.of(new Credentials(user, secret)), remoteNames);
    }

    /**
     * Names the options that map a foreign table to its remote table.
     */
    public OptionTable withRemoteNames(RemoteNames remoteNames)
    {
        return new OptionTable(wrapperName, options, rules, credentials, Optional.of(remoteNames));
    }

    /**
     * Empty for a wrapper whose foreign tables have no remote names.
     */
    public Optional<RemoteNames> remoteNames()
    {
        return remoteNames;
    }

    public Optional<Credentials> credentials()
    {
        return credentials;
    }

    public String wrapperName()
    {
        return wrapperName;
    }

    public List<Option<?>> options()
    {
        return options;
    }

    /**
     * The options that may be set at this level.
     */
    public List<Option<?>> options(OptionLevel level)
    {
        return options.stream()
                .filter(option -> option.levels().contains(level) && option.refusal().isEmpty())
                .collect(toImmutableList());
    }

    /**
     * The option of this name or alias.
     */
    public Optional<Option<?>> find(String name)
    {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The options of an object, by their canonical names.
     *
     * @throws TrinoException INVALID_OPTION with every problem found
     */
    public Options validate(OptionLevel level, Map<String, String> raw)
    {
        List<String> problems = problems(level, raw);
        if (!problems.isEmpty()) {
            throw new TrinoException(INVALID_OPTION, message(problems));
        }
        return accept(raw);
    }

    /**
     * One text of several problems.
     */
    public static String message(List<String> problems)
    {
        checkArgument(!problems.isEmpty(), "no problem");
        if (problems.size() == 1) {
            return problems.getFirst();
        }
        return problems.stream().collect(joining("\n  ", "%s problems with options:\n  ".formatted(problems.size()), ""));
    }

    /**
     * Every problem of the options of an object, each a complete message. Empty if they are valid.
     */
    public List<String> problems(OptionLevel level, Map<String, String> raw)
    {
        ImmutableList.Builder<String> builder = ImmutableList.builder();
        Map<String, String> seen = new TreeMap<>();
        raw.forEach((name, text) -> {
            problem(level, name, text).ifPresent(builder::add);
            find(name).ifPresent(option -> {
                String other = seen.put(option.name(), name);
                if (other != null) {
                    builder.add("option \"%s\" is given twice, as \"%s\" and as \"%s\"; keep one of them".formatted(option.name(), other, name));
                }
            });
        });
        List<String> problems = builder.build();
        if (!problems.isEmpty() || rules.get(level).isEmpty()) {
            return problems;
        }
        Options accepted = accept(raw);
        return rules.get(level).stream()
                .map(rule -> rule.problem(accepted))
                .flatMap(Optional::stream)
                .collect(toImmutableList());
    }

    /**
     * The problem of one option by itself, as a complete message.
     */
    public Optional<String> problem(OptionLevel level, String name, String text)
    {
        Option<?> option = byName.get(name);
        if (option == null) {
            return Optional.of(unknown(level, name));
        }
        if (option.refusal().isPresent()) {
            return Optional.of("option \"%s\" cannot be used: %s".formatted(name, option.refusal().get()));
        }
        if (!option.levels().contains(level)) {
            return Optional.of("option \"%s\" does not belong to %s; set it on %s".formatted(
                    name,
                    level.objectName(),
                    option.levels().stream().map(OptionLevel::objectName).collect(joining(" or "))));
        }
        try {
            option.parse(text);
        }
        catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
        return Optional.empty();
    }

    /**
     * What the user of valid options should hear about those that change nothing, a complete message each.
     */
    public List<String> notices(Map<String, String> valid)
    {
        return valid.entrySet().stream()
                .map(entry -> find(entry.getKey()).orElseThrow().idleness(entry.getValue()))
                .flatMap(Optional::stream)
                .collect(toImmutableList());
    }

    private String unknown(OptionLevel level, String name)
    {
        Set<String> valid = options(level).stream()
                .map(Option::name)
                .collect(toImmutableSet());
        Optional<String> nearest = NearestName.find(name, valid);
        if (nearest.isPresent()) {
            return "invalid option \"%s\"; perhaps you meant \"%s\"".formatted(name, nearest.get());
        }
        if (valid.isEmpty()) {
            return "invalid option \"%s\"; %s of %s has no options".formatted(name, level.objectName(), wrapperName);
        }
        return "invalid option \"%s\"; valid options of %s of %s are: %s".formatted(
                name,
                level.objectName(),
                wrapperName,
                valid.stream().sorted().collect(joining(", ")));
    }

    private Options accept(Map<String, String> raw)
    {
        ImmutableMap.Builder<String, String> values = ImmutableMap.builder();
        ImmutableSet.Builder<String> printable = ImmutableSet.builder();
        raw.forEach((name, text) -> {
            Option<?> option = byName.get(name);
            values.put(option.name(), text);
            if (!option.isSecret()) {
                printable.add(option.name());
            }
        });
        return new Options(values.buildOrThrow(), printable.build());
    }
}
