package org.trinofdw.ddl;

import com.google.common.collect.ImmutableMap;
import io.trino.spi.TrinoException;
import org.trinofdw.ddl.syntax.DdlErrors;
import org.trinofdw.ddl.syntax.OptionChange;
import org.trinofdw.ddl.syntax.OptionEntry;
import org.trinofdw.option.OptionLevel;
import org.trinofdw.option.OptionTable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static java.util.Objects.requireNonNull;
import static org.trinofdw.ddl.syntax.DdlErrors.error;
import static org.trinofdw.error.FdwErrorCode.INVALID_OPTION;

/**
 * Validates and applies OPTIONS clauses. Every problem of a clause is reported, each with its place in the script.
 */
final class DdlOptions
{
    private final OptionTable table;

    DdlOptions(OptionTable table)
    {
        this.table = requireNonNull(table, "table is null");
    }

    Map<String, String> create(OptionLevel level, List<OptionEntry> entries)
    {
        List<String> problems = new ArrayList<>();
        ImmutableMap.Builder<String, String> options = ImmutableMap.builder();
        for (OptionEntry entry : entries) {
            table.problem(level, entry.name(), entry.value()).ifPresent(problem -> problems.add("%s: %s".formatted(entry.position(), problem)));
            options.put(canonical(entry.name()), entry.value());
        }
        check(problems);
        return options.buildKeepingLast();
    }

    /**
     * @param subject what the options belong to, for messages
     */
    Map<String, String> alter(OptionLevel level, Map<String, String> options, List<OptionChange> changes, String subject)
    {
        List<String> problems = new ArrayList<>();
        Map<String, String> changed = new LinkedHashMap<>(options);
        for (OptionChange change : changes) {
            String name = canonical(change.name());
            Optional<String> problem = change.value().flatMap(value -> table.problem(level, change.name(), value));
            if (problem.isPresent()) {
                problems.add("%s: %s".formatted(change.position(), problem.get()));
                continue;
            }
            boolean present = changed.containsKey(name);
            switch (change.action()) {
                case ADD -> {
                    if (present) {
                        throw error(change.position(), "option \"%s\" of %s is set already; change it with SET".formatted(name, subject));
                    }
                    changed.put(name, change.value().orElseThrow());
                }
                case SET -> {
                    if (!present) {
                        throw error(change.position(), "option \"%s\" of %s is not set; set it with ADD".formatted(name, subject));
                    }
                    changed.put(name, change.value().orElseThrow());
                }
                case DROP -> {
                    if (!present) {
                        throw error(change.position(), "option \"%s\" of %s is not set and cannot be dropped%s".formatted(name, subject, DdlErrors.suggestion(name, changed.keySet(), "options")));
                    }
                    changed.remove(name);
                }
            }
        }
        check(problems);
        return changed;
    }

    private String canonical(String name)
    {
        return table.find(name).map(option -> option.name()).orElse(name);
    }

    private static void check(List<String> problems)
    {
        if (!problems.isEmpty()) {
            throw new TrinoException(INVALID_OPTION, OptionTable.message(problems));
        }
    }
}
